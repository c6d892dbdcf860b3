"use client";

import { useQueryClient } from "@tanstack/react-query";
import {
  ArrowLeftRight,
  Ban,
  CirclePause,
  CirclePlay,
  Ellipsis,
  MessageSquarePlus,
  Pencil,
  RotateCw,
} from "lucide-react";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useState } from "react";
import { latchkey } from "@/components/session/browser-api";
import { paths } from "@/components/shell/paths";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { DropdownMenu, type MenuAction } from "@/components/ui/dropdown-menu";
import { IconButton } from "@/components/ui/icon-button";
import { EditKeyPanel } from "./edit-key-panel";
import type { KeyDetail } from "./key-detail";
import { invalidateKey } from "./key-paths";
import type { Receipt } from "./receipt-words";
import { RevokeDialog } from "./revoke-dialog";
import { RotateDialog } from "./rotate-dialog";
import { TransferDialog } from "./transfer-dialog";

type Open = "edit" | "rotate" | "disable" | "enable" | "revoke" | "transfer";
type Props = { organization: string; detail: KeyDetail; onReceipt: (receipt: Receipt | null) => void };

/** What can be done with the key. What the viewer may not do is there too, and says why not. */
export function KeyActions({ organization, detail, onReceipt }: Props) {
  const queryClient = useQueryClient();
  const { actions } = detail;
  const [chosen, setOpen] = useState<Open | null>(null);
  // A link in a mail opens the page with a dialog.
  const [asked, setAsked] = useQueryState("open", parseAsStringLiteral(["rotate"]));
  const open = chosen ?? (asked !== null && actions[asked] === null ? asked : null);
  const close = () => {
    setOpen(null);
    if (asked !== null) void setAsked(null);
  };
  const action = (verb: Open, rest: Omit<MenuAction, "onSelect" | "disabled" | "reason">): MenuAction => ({
    ...rest,
    onSelect: () => setOpen(verb),
    disabled: actions[verb] !== null,
    ...(actions[verb] === null ? {} : { reason: actions[verb] }),
  });
  const changed = async (receipt: Receipt | null) => {
    onReceipt(receipt);
    await invalidateKey(queryClient);
  };
  const stop = async (verb: "disable" | "enable", comment: string) => {
    const { data } = await latchkey.POST(`/organizations/{organization}/keys/{key}/${verb}`, {
      params: { path: { organization, key: detail.id }, query: { wait: "5s" } },
      body: { comment: comment === "" ? null : comment },
    });
    if (data) await changed({ verb: verb === "disable" ? "Refused" : "Accepted", propagation: data.propagation });
  };
  const dialog = { organization, detail, onClose: close, onChanged: changed };
  return (
    <>
      {actions.edit === null && (
        <Button icon={<Pencil />} onClick={() => setOpen("edit")}>
          Edit
        </Button>
      )}
      {actions.rotate === null && (
        <Button icon={<RotateCw />} onClick={() => setOpen("rotate")}>
          Rotate
        </Button>
      )}
      {actions.revoke === null && (
        <Button variant="danger" icon={<Ban />} onClick={() => setOpen("revoke")}>
          Revoke
        </Button>
      )}
      <DropdownMenu
        label="Actions"
        trigger={<IconButton variant="secondary" label="More actions" icon={<Ellipsis />} />}
        items={[
          ...(actions.edit === null ? [] : [action("edit", { label: "Edit", icon: <Pencil /> })]),
          ...(actions.rotate === null ? [] : [action("rotate", { label: "Rotate", icon: <RotateCw /> })]),
          detail.status === "disabled"
            ? action("enable", { label: "Enable", icon: <CirclePlay /> })
            : action("disable", { label: "Disable", icon: <CirclePause /> }),
          action("transfer", { label: "Change the owner", icon: <ArrowLeftRight /> }),
          ...(actions.widen !== null && detail.status !== "revoked"
            ? [
                {
                  label: "Ask for more rights",
                  icon: <MessageSquarePlus />,
                  href: paths.newRequest(organization, { key: detail.id }),
                },
              ]
            : []),
          ...(actions.revoke === null ? [] : [action("revoke", { label: "Revoke", icon: <Ban /> })]),
        ]}
      />
      <ConfirmDialog
        open={open === "disable"}
        onOpenChange={close}
        title={
          <>
            Disable <bdi>{detail.name}</bdi>?
          </>
        }
        description={`Programs that use it in ${detail.environmentName} are refused within a second. You can enable it again.`}
        confirmLabel="Disable key"
        danger={detail.sensitivity === "high"}
        reason="optional"
        onConfirm={({ reason }) => stop("disable", reason)}
      />
      <ConfirmDialog
        open={open === "enable"}
        onOpenChange={close}
        title={
          <>
            Enable <bdi>{detail.name}</bdi>?
          </>
        }
        description={`Programs that have its secret are let in again in ${detail.environmentName}.`}
        confirmLabel="Enable key"
        reason="optional"
        onConfirm={({ reason }) => stop("enable", reason)}
      />
      {open === "revoke" && <RevokeDialog {...dialog} />}
      {open === "rotate" && <RotateDialog {...dialog} />}
      {open === "transfer" && <TransferDialog {...dialog} />}
      {open === "edit" && <EditKeyPanel {...dialog} />}
    </>
  );
}
