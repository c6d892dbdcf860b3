"use client";

import { paths } from "@/components/shell/paths";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { DateTime } from "@/components/ui/date-time";
import { InlineCode } from "@/components/ui/inline-code";
import { Link } from "@/components/ui/link";
import { useNow } from "@/components/ui/use-now";
import type { KeyDetail } from "./key-detail";
import { type Receipt, receiptWords } from "./receipt-words";
import { REVOCATION_WORDS } from "./revocation-words";

const SOON = 14 * 86_400_000;

type Props = { organization: string; detail: KeyDetail; receipt: Receipt | null; onReceiptRead: () => void };

/** What one has to know before anything else: that it does not work, why, or that it soon will not. */
export function KeyNotices({ organization, detail, receipt, onReceiptRead }: Props) {
  const now = useNow();
  const notices = [...stateNotices(detail), ...(now === 0 ? [] : dueNotices(organization, detail, now))];
  const words = receipt && receiptWords(receipt);
  if (notices.length === 0 && words === null) return null;
  return (
    <div className="mb-6 flex flex-col gap-3">
      {words && (
        <Alert
          tone={words.complete ? "success" : "warning"}
          live="polite"
          title={words.text}
          actions={
            <Button size="sm" onClick={onReceiptRead}>
              Close
            </Button>
          }
        />
      )}
      {notices}
    </div>
  );
}

function stateNotices(key: KeyDetail) {
  if (key.status === "revoked") {
    return [
      <Alert key="revoked" tone="danger" title="This key is revoked. It never works again.">
        <p>
          <DateTime value={key.revokedAt} format="datetime" />
          {key.revocationReason && `: ${REVOCATION_WORDS[key.revocationReason].label.toLowerCase()}`}
          {key.revocationComment && (
            <>
              {". "}
              <bdi>{key.revocationComment}</bdi>
            </>
          )}
        </p>
      </Alert>,
    ];
  }
  if (key.status === "expired") {
    return [
      <Alert key="expired" tone="warning" title="This key has expired.">
        <p>
          It stopped working <DateTime value={key.expiresAt} />. Extend it under Edit, or create a new one.
        </p>
      </Alert>,
    ];
  }
  return [
    ...(key.quarantinedAt
      ? [
          <Alert key="quarantined" tone="danger" title="This key is in quarantine.">
            <p>
              It has been refused since <DateTime value={key.quarantinedAt} format="datetime" />, because its use
              departed from what is usual.
            </p>
          </Alert>,
        ]
      : []),
    ...(key.status === "disabled"
      ? [
          <Alert key="disabled" tone="warning" title="This key is disabled.">
            <p>
              It has been refused since <DateTime value={key.disabledAt} format="datetime" />, until someone enables it.
            </p>
          </Alert>,
        ]
      : []),
  ];
}

function dueNotices(organization: string, key: KeyDetail, now: number) {
  if (key.status !== "active") return [];
  const expires = key.expiresAt === null ? null : Date.parse(key.expiresAt);
  const isOverdue = key.rotationDue !== null && Date.parse(key.rotationDue) < now;
  return [
    ...(expires !== null && expires - now < SOON
      ? [
          <Alert key="expires" tone="warning" title="This key expires soon.">
            <p>
              It stops working <DateTime value={key.expiresAt} />.
            </p>
          </Alert>,
        ]
      : []),
    ...(isOverdue
      ? [
          <Alert key="rotation" tone="warning" title="Its secret is due for rotation.">
            <p>
              After the policy of <bdi>{key.environmentName}</bdi>, since{" "}
              <DateTime value={key.rotationDue} format="date" />.
            </p>
          </Alert>,
        ]
      : []),
    ...(key.ownerActive
      ? []
      : [
          <Alert key="owner" tone="warning" title="Its owner has left.">
            <p>
              <bdi>{key.ownerName}</bdi> gets no mail about it any more. Give it to somebody else under More.
            </p>
          </Alert>,
        ]),
    ...key.granted.map((grant) => (
      <Alert key={grant.scope} tone="info">
        <p>
          It has <InlineCode>{grant.scope}</InlineCode> for a time: until{" "}
          <DateTime value={grant.until} format="datetime" />.
        </p>
      </Alert>
    )),
    ...(key.networkWaivedUntil
      ? [
          <Alert key="network" tone="info">
            <p>
              Its allow-list does not refuse anyone until <DateTime value={key.networkWaivedUntil} format="datetime" />.
            </p>
          </Alert>,
        ]
      : []),
    ...(key.template && key.template.latestVersion > key.template.version
      ? [
          <Alert key="template" tone="info">
            <p>
              It was created from version {key.template.version} of{" "}
              <Link href={paths.projectTemplates(organization, key.project)}>
                <bdi>{key.template.slug}</bdi>
              </Link>
              , which is at version {key.template.latestVersion} now.
            </p>
          </Alert>,
        ]
      : []),
  ];
}
