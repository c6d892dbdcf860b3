"use client";

import type { components } from "@/clients/sdk/generated/schema";
import { Alert } from "@/components/ui/alert";
import { Count } from "@/components/ui/count";
import { DateTime } from "@/components/ui/date-time";

export type ChangePreview = components["schemas"]["KeyChangePreview"];

const FIELDS: Readonly<Record<string, string>> = {
  scopes: "Scopes",
  methods: "Methods",
  paths: "Paths",
  ipAllowlist: "Allowed addresses",
  countries: "Allowed countries",
  rateLimits: "Rate limits",
  quota: "Monthly quota",
  concurrency: "Calls at the same time",
};

/** What a change would have refused of the calls that the key made lately; nothing is saved yet. */
export function ChangePreviewResult({ preview }: { preview: ChangePreview }) {
  const { changes, calls, from, unknown } = preview;
  const since = (
    <>
      since <DateTime value={from} format="date" />
    </>
  );
  const open =
    unknown.length === 0 ? null : (
      <p>Past calls cannot tell of: {unknown.map((field) => (FIELDS[field] ?? field).toLowerCase()).join(", ")}.</p>
    );
  if (changes.length === 0) {
    return (
      <Alert tone="success" live="polite" title="It would have refused none of the calls that were accepted">
        <p>
          <Count value={calls} unit="call" /> {since}.
        </p>
        {open}
      </Alert>
    );
  }
  return (
    <Alert
      tone="warning"
      live="polite"
      title={
        <>
          It would have refused calls that were accepted: of <Count value={calls} unit="call" /> {since}
        </>
      }
    >
      <ul className="list-disc ps-5">
        {changes.map((change) => (
          <li key={change.field} className="[overflow-wrap:anywhere]">
            {FIELDS[change.field] ?? change.field}: <Count value={change.calls} unit="call" />
            {change.addresses > 0 && (
              <>
                {" from "}
                <Count value={change.addresses} unit="address" unitPlural="addresses" />
              </>
            )}
            {change.examples.length > 0 && <span className="text-muted"> ({change.examples.join(", ")})</span>}
          </li>
        ))}
      </ul>
      {open}
    </Alert>
  );
}
