"use client";

import { Download } from "lucide-react";
import { useEffect, useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { CopyButton } from "@/components/ui/copy-button";
import { saveFile } from "./save-file";

type Props = { codes: readonly string[]; onStored: () => void; storedLabel?: string };

/** Recovery codes, once. They live in this component's props alone; leaving asks first until they were stored. */
export function RecoveryCodes({ codes, onStored, storedLabel = "Done" }: Props) {
  const [stored, setStored] = useState(false);
  useEffect(() => {
    if (stored) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [stored]);
  const text = `${codes.join("\n")}\n`;
  return (
    <div className="flex flex-col gap-4">
      <Alert tone="warning" title="These codes are shown once">
        Each lets you in once when your factor is lost. Keep them where you keep passwords, not on the device that holds
        the factor.
      </Alert>
      <ol
        translate="no"
        dir="ltr"
        data-sensitive
        aria-label="Recovery codes"
        className="grid gap-x-6 gap-y-1.5 rounded-lg border border-control bg-sunken px-4 py-3 font-mono text-sm sm:grid-cols-2"
      >
        {codes.map((code) => (
          <li key={code} className="select-all">
            {code}
          </li>
        ))}
      </ol>
      <div className="flex flex-wrap gap-2">
        <CopyButton variant="button" size="md" value={text} label="Copy all" onCopied={() => setStored(true)} />
        <Button
          icon={<Download aria-hidden />}
          onClick={() => {
            saveFile("latchkey-recovery-codes.txt", text);
            setStored(true);
          }}
        >
          Download
        </Button>
      </div>
      <Checkbox checked={stored} onCheckedChange={setStored} label="I have stored the codes" />
      <div>
        <Button variant="primary" disabled={!stored} onClick={onStored}>
          {storedLabel}
        </Button>
      </div>
    </div>
  );
}
