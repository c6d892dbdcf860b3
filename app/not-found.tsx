import type { Metadata } from "next";
import { paths } from "@/components/shell/paths";
import { PlainShell } from "@/components/shell/plain-shell";
import { ButtonLink } from "@/components/ui/button";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <PlainShell>
      <div className="flex flex-col items-start gap-3">
        <p className="font-mono text-muted text-sm">404</p>
        <h1 className="font-semibold text-2xl tracking-tight">There is nothing at this address</h1>
        <p className="text-muted">
          It may have been removed, or it belongs to an organization that you are not a member of.
        </p>
        <ButtonLink href={paths.home()} variant="primary" className="mt-2">
          Go to your organization
        </ButtonLink>
      </div>
    </PlainShell>
  );
}
