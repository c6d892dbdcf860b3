"use client";

import { LogIn } from "lucide-react";
import { paths } from "@/components/shell/paths";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import { goToProvider } from "./go-to-provider";

/** An account of one's own by a configured provider; then an organization of one's own. */
export function ProviderSignUp({ providers }: { providers: readonly { id: string; name: string }[] }) {
  return providers.map((provider) => (
    <Button
      key={provider.id}
      icon={<LogIn />}
      className="mb-2 w-full"
      onClick={() =>
        goToProvider(provider.id, paths.home()).catch((error: unknown) =>
          toast.error(`${provider.name} could not be reached.`, { problem: error }),
        )
      }
    >
      Continue with {provider.name}
    </Button>
  ));
}
