"use client";

import { Info } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Dialog } from "@/components/ui/dialog";
import { Popover } from "@/components/ui/popover";
import { Section } from "@/components/ui/section";
import { SidePanel } from "@/components/ui/side-panel";
import { SkeletonText } from "@/components/ui/skeleton";
import { toast } from "@/components/ui/toast";
import { Tooltip } from "@/components/ui/tooltip";
import { Sample } from "./sample";

type Open = "dialog" | "confirm" | "failing" | "panel" | null;

const pause = () => new Promise((done) => setTimeout(done, 700));

export function OverlaySamples() {
  const [open, setOpen] = useState<Open>(null);
  const close = (next: boolean) => !next && setOpen(null);
  return (
    <Section title="Over the page">
      <Sample label="Dialogs">
        <Button onClick={() => setOpen("dialog")}>Dialog</Button>
        <Button onClick={() => setOpen("confirm")}>Confirm</Button>
        <Button onClick={() => setOpen("failing")}>Confirm that fails</Button>
        <Button onClick={() => setOpen("panel")}>Side panel</Button>
      </Sample>
      <Sample label="Small">
        <Popover label="About scopes" trigger={<Button icon={<Info aria-hidden />}>Popover</Button>}>
          <p className="max-w-64 text-sm">A scope names a resource and an action.</p>
        </Popover>
        <Tooltip content="Only its owner may do this">
          <Button>Tooltip</Button>
        </Tooltip>
      </Sample>
      <Dialog
        open={open === "dialog"}
        onOpenChange={close}
        title="Extend expiry"
        description="Asks an admin for more time."
        footer={
          <>
            <Button onClick={() => setOpen(null)}>Cancel</Button>
            <Button variant="primary" onClick={() => setOpen(null)}>
              Ask for approval
            </Button>
          </>
        }
      >
        <SkeletonText lines={6} />
      </Dialog>
      <ConfirmDialog
        open={open === "confirm"}
        onOpenChange={close}
        title="Revoke billing sync?"
        description="Every gateway refuses it within a second. This cannot be undone."
        confirmLabel="Revoke key"
        danger
        typeToConfirm="billing sync"
        reason="required"
        onConfirm={async ({ reason }) => {
          await pause();
          toast.success("Key revoked", { description: reason });
        }}
      />
      <ConfirmDialog
        open={open === "failing"}
        onOpenChange={close}
        title="Disable billing sync?"
        confirmLabel="Disable key"
        onConfirm={async () => {
          await pause();
          throw { title: "The key was changed meanwhile.", status: 409, requestId: "req_01JD3V2P5QK" };
        }}
      />
      <SidePanel
        open={open === "panel"}
        onOpenChange={close}
        title="Verification"
        description="What was asked and decided."
      >
        <SkeletonText lines={8} />
      </SidePanel>
    </Section>
  );
}
