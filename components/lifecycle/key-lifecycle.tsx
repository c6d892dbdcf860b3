"use client";

import { CalendarPlus } from "lucide-react";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import type { KeyDetail } from "@/components/keys/key-detail";
import { Button } from "@/components/ui/button";
import { useNow } from "@/components/ui/use-now";
import { ExtendDialog } from "./extend-dialog";
import { RefusedSince } from "./refused-since";
import { Successor } from "./successor";

/** From so many days before its end on, the page offers to extend a key. */
const NEAR = 30 * 86_400_000;

/** What a key's page says of its end: extend it, who still calls when it is over, and a way back from a mistake. */
export function KeyLifecycle({ organization, detail }: { organization: string; detail: KeyDetail }) {
  const [open, setOpen] = useQueryState("open", parseAsStringLiteral(["extend"]));
  const now = useNow();
  const isOver = detail.status === "disabled" || detail.status === "expired" || detail.status === "revoked";
  const endsSoon = detail.expiresAt !== null && now > 0 && Date.parse(detail.expiresAt) - now < NEAR;
  const mayExtend = detail.status !== "revoked" && detail.expiresAt !== null;
  return (
    <div className="mb-6 flex flex-col gap-3 empty:hidden">
      {mayExtend && endsSoon && (
        <div>
          <Button icon={<CalendarPlus />} onClick={() => void setOpen("extend")}>
            Extend
          </Button>
        </div>
      )}
      <Successor organization={organization} detail={detail} />
      {isOver && <RefusedSince organization={organization} detail={detail} />}
      {open === "extend" && mayExtend && (
        <ExtendDialog organization={organization} detail={detail} onClose={() => void setOpen(null)} />
      )}
    </div>
  );
}
