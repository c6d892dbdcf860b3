import { Ban, CircleCheck, CircleX, Gauge } from "lucide-react";
import { outcomeFamily } from "@/components/charts/outcome-families";
import { Badge } from "@/components/ui/badge";
import { verdictWord } from "./verdict-words";

const LOOKS = {
  valid: { tone: "success", icon: <CircleCheck aria-hidden /> },
  refused: { tone: "danger", icon: <Ban aria-hidden /> },
  limited: { tone: "warning", icon: <Gauge aria-hidden /> },
  error: { tone: "neutral", icon: <CircleX aria-hidden /> },
} as const;

/** What a verification decided: icon, word and colour. */
export function VerdictBadge({ verdict }: { verdict: string }) {
  const { tone, icon } = LOOKS[outcomeFamily(verdict)];
  return (
    <Badge tone={tone} icon={icon}>
      {verdictWord(verdict)}
    </Badge>
  );
}
