"use client";

import { Building2, LogIn, Mail } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { paths } from "@/components/shell/paths";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import { goToProvider } from "./go-to-provider";
import { PasskeySignIn } from "./passkey-sign-in";
import { PasswordSignIn } from "./password-sign-in";
import { SignInLinkForm } from "./sign-in-link-form";
import { SingleSignOnForm } from "./single-sign-on-form";

type Way = "password" | "link" | "single_sign_on";

export type SignInFormProps = { callback: string; providers: readonly { id: string; name: string }[] };

/** Every way in: password, passkey, a mailed link, configured providers, an organization's own single sign-on. */
export function SignInForm({ callback, providers }: SignInFormProps) {
  const router = useRouter();
  const [way, setWay] = useState<Way>("password");
  const enter = (half: boolean) => {
    router.replace(half ? paths.verifyFactor({ callback }) : callback);
    router.refresh();
  };
  if (way !== "password") {
    return (
      <div className="flex flex-col gap-6">
        {way === "link" ? <SignInLinkForm /> : <SingleSignOnForm callback={callback} />}
        <Button variant="ghost" onClick={() => setWay("password")}>
          Sign in another way
        </Button>
      </div>
    );
  }
  return (
    <div className="flex flex-col gap-6">
      <PasswordSignIn onSignedIn={enter} />
      <div className="flex flex-col gap-2 border-line border-t pt-6">
        <PasskeySignIn onSignedIn={enter} />
        <Button icon={<Mail />} onClick={() => setWay("link")} className="w-full">
          Mail me a sign-in link
        </Button>
        <Button icon={<Building2 />} onClick={() => setWay("single_sign_on")} className="w-full">
          Sign in with your organization
        </Button>
        {providers.map((provider) => (
          <Button
            key={provider.id}
            icon={<LogIn />}
            className="w-full"
            onClick={() =>
              goToProvider(provider.id, callback).catch((error: unknown) =>
                toast.error(`${provider.name} could not be reached.`, { problem: error }),
              )
            }
          >
            Sign in with {provider.name}
          </Button>
        ))}
      </div>
    </div>
  );
}
