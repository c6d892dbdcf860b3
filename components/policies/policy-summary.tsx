import { Badge } from "@/components/ui/badge";
import { DescriptionList } from "@/components/ui/description-list";
import { Section } from "@/components/ui/section";
import type { Policy } from "@/lib/policies/schema";
import { type Names, POLICY_GROUPS, POLICY_LABELS, policyValueWords } from "./policy-words";

type Props = { policy: Policy; overridden: readonly string[]; names: Names };

/** The whole policy in words, for those who may not change it. */
export function PolicySummary({ policy, overridden, names }: Props) {
  return (
    <div className="flex flex-col gap-10">
      {POLICY_GROUPS.map((group) => (
        <Section key={group.id} aside title={group.title} description={group.description}>
          <DescriptionList
            items={group.fields.map((field) => ({
              term: POLICY_LABELS[field],
              description: (
                <span className="inline-flex flex-wrap items-center gap-x-2">
                  <bdi>{policyValueWords(field, policy, names)}</bdi>
                  {overridden.includes(field) && <Badge>Not the preset</Badge>}
                </span>
              ),
            }))}
          />
        </Section>
      ))}
    </div>
  );
}
