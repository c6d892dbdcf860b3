import {
  Ban,
  BellOff,
  CircleCheck,
  CircleDashed,
  CircleDot,
  CircleMinus,
  CirclePause,
  CircleX,
  Hourglass,
  type LucideIcon,
  OctagonAlert,
  ShieldAlert,
  TimerOff,
  TriangleAlert,
} from "lucide-react";
import { Badge, type Tone } from "./badge";

type Look = { label: string; tone: Tone; icon: LucideIcon };

const STATUSES = {
  pending: { label: "Pending", tone: "warning", icon: Hourglass },
  active: { label: "Active", tone: "success", icon: CircleCheck },
  disabled: { label: "Disabled", tone: "neutral", icon: CirclePause },
  quarantined: { label: "Quarantined", tone: "danger", icon: ShieldAlert },
  revoked: { label: "Revoked", tone: "danger", icon: Ban },
  expired: { label: "Expired", tone: "neutral", icon: TimerOff },
  approved: { label: "Approved", tone: "success", icon: CircleCheck },
  denied: { label: "Denied", tone: "danger", icon: CircleX },
  cancelled: { label: "Cancelled", tone: "neutral", icon: CircleMinus },
  claimed: { label: "Claimed", tone: "success", icon: CircleCheck },
  open: { label: "Open", tone: "info", icon: CircleDot },
  closed: { label: "Closed", tone: "neutral", icon: CircleCheck },
  snoozed: { label: "Snoozed", tone: "neutral", icon: BellOff },
  resolved: { label: "Resolved", tone: "success", icon: CircleCheck },
  draft: { label: "Draft", tone: "neutral", icon: CircleDashed },
  failed: { label: "Failed", tone: "danger", icon: CircleX },
  delivered: { label: "Delivered", tone: "success", icon: CircleCheck },
} satisfies Record<string, Look>;

export type Status = keyof typeof STATUSES;

/** Icon, word and colour of a status; the colour is never alone. */
export function StatusBadge({ status, label }: { status: Status; label?: string }) {
  const look = STATUSES[status];
  const Icon = look.icon;
  return (
    <Badge tone={look.tone} icon={<Icon aria-hidden />}>
      {label ?? look.label}
    </Badge>
  );
}

const SEVERITIES = {
  low: { label: "Low", tone: "neutral", icon: CircleDot },
  medium: { label: "Medium", tone: "info", icon: CircleDot },
  high: { label: "High", tone: "warning", icon: TriangleAlert },
  critical: { label: "Critical", tone: "danger", icon: OctagonAlert },
} satisfies Record<string, Look>;

export type Severity = keyof typeof SEVERITIES;

/** How grave an anomaly or incident is. */
export function SeverityBadge({ severity }: { severity: Severity }) {
  const look = SEVERITIES[severity];
  const Icon = look.icon;
  return (
    <Badge tone={look.tone} icon={<Icon aria-hidden />}>
      {look.label}
    </Badge>
  );
}
