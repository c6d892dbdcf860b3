"use client";

import { Trash2 } from "lucide-react";
import { useState } from "react";
import { latchkey } from "@/components/session/browser-api";
import { paths } from "@/components/shell/paths";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Link } from "@/components/ui/link";
import { Section } from "@/components/ui/section";
import type { Viewer } from "./viewer";

type Props = { organization: { slug: string; name: string }; viewer: Viewer };

/** The end of an organization: typed, proved with a factor, final. */
export function DeleteOrganization({ organization, viewer }: Props) {
  const [asking, setAsking] = useState(false);
  const owns = viewer.role === "owner";
  return (
    <div className="flex max-w-4xl flex-col gap-10">
      <Section
        aside
        title="Keep a copy"
        description="The audit trail goes with the organization. Export it first where you have to keep it."
      >
        <Link href={paths.audit(organization.slug)}>Open the audit trail</Link>
      </Section>
      <Section
        aside
        title="Delete the organization"
        description="Projects, keys, usage, members and the audit trail: all of it."
      >
        <div className="flex flex-col items-start gap-4">
          <Alert tone="danger" title="There is no way back">
            Every key is refused from that moment on, on every gateway. Whatever still uses one stops working.
          </Alert>
          <Button variant="danger" icon={<Trash2 />} disabled={!owns} onClick={() => setAsking(true)}>
            Delete organization
          </Button>
          {!owns && <p className="text-muted text-sm">Only an owner deletes the organization.</p>}
        </div>
      </Section>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Delete ${organization.name}?`}
        description="Its keys are refused at once, and nothing of it can be brought back."
        confirmLabel="Delete for good"
        typeToConfirm={organization.slug}
        danger
        onConfirm={async () => {
          await latchkey.DELETE("/organizations/{organization}", {
            params: { path: { organization: organization.slug } },
            body: { slug: organization.slug },
          });
          // A full load: nothing of the organization may stay in this page's memory.
          window.location.assign(paths.home());
        }}
      />
    </div>
  );
}
