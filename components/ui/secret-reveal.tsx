"use client";

import { Download, Eye, EyeOff } from "lucide-react";
import { useEffect, useState } from "react";
import { Alert } from "./alert";
import { Button } from "./button";
import { Checkbox } from "./checkbox";
import { CopyButton } from "./copy-button";
import { dotenvLine } from "./dotenv";

export type SecretRevealProps = {
  secret: string;
  /** The variable in the `.env` file: `ACME_API_KEY`. */
  variable: string;
  fileName?: string;
  /** What it is, in words: "key", "service token". */
  what?: string;
  /** Called once, when it was copied, downloaded, or said to be stored. */
  onSaved?: () => void;
};

function download(fileName: string, text: string) {
  const url = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  const anchor = document.createElement("a");
  anchor.href = url;
  anchor.download = fileName;
  anchor.click();
  URL.revokeObjectURL(url);
}

/**
 * The one time a secret is seen. It lives in this component's props alone: never in a URL, a cache or storage. Until it
 * was copied, downloaded or said to be stored, leaving asks first.
 */
export function SecretReveal({ secret, variable, fileName = ".env", what = "key", onSaved }: SecretRevealProps) {
  const [shown, setShown] = useState(true);
  const [saved, setSaved] = useState(false);

  useEffect(() => {
    if (saved) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [saved]);

  const markSaved = () => {
    if (!saved) onSaved?.();
    setSaved(true);
  };

  return (
    <div className="flex flex-col gap-3">
      <Alert tone="warning" title={`This ${what} is shown once.`}>
        Only a hash of it is stored. If it is lost, rotate it; nobody can show it again.
      </Alert>
      <div className="flex min-w-0 items-center gap-1 rounded-lg border border-control bg-sunken py-1 ps-3.5 pe-1">
        <code
          translate="no"
          dir="ltr"
          data-sensitive
          className="min-w-0 flex-1 select-all py-1.5 font-mono text-sm [overflow-wrap:anywhere]"
        >
          {shown ? secret : "•".repeat(Math.min(40, secret.length))}
        </code>
        <Button
          variant="ghost"
          size="sm"
          aria-pressed={!shown}
          icon={shown ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
          onClick={() => setShown(!shown)}
        >
          {shown ? "Hide" : "Show"}
        </Button>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <CopyButton variant="button" size="md" value={secret} label={`Copy ${what}`} onCopied={markSaved} />
        <Button
          icon={<Download aria-hidden />}
          onClick={() => {
            download(fileName, `${dotenvLine(variable, secret)}\n`);
            markSaved();
          }}
        >
          Download {fileName}
        </Button>
      </div>
      <Checkbox
        checked={saved}
        disabled={saved}
        onCheckedChange={(checked) => checked && markSaved()}
        label={`I have stored the ${what} where it belongs`}
      />
    </div>
  );
}
