"use client";

import { useState } from "react";
import { latchkey } from "@/components/session/browser-api";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { FormProblem } from "@/components/ui/form-problem";
import { type Problem, toProblem } from "@/components/ui/problem";
import { SecretReveal } from "@/components/ui/secret-reveal";

/** The key to the secret stands in the fragment, which no server sees until the person presses the button. */
export function OpenHandOver({ link }: { link: string }) {
  const [secret, setSecret] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const open = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const { data } = await latchkey.POST("/links/{link}/open", {
        params: { path: { link } },
        body: { key: window.location.hash.replace(/^#/, "") },
      });
      if (data) setSecret(data.secret);
      // The fragment has done its work: it must not stay in the history.
      window.history.replaceState(null, "", window.location.pathname);
    } catch (error) {
      setProblem(toProblem(error));
    } finally {
      setBusy(false);
    }
  };
  if (secret !== null) return <SecretReveal secret={secret} variable="API_KEY" />;
  return (
    <div className="flex flex-col gap-4">
      {problem && <FormProblem problem={problem} />}
      <Alert tone="warning" title="It opens once">
        Open it when you can store it. A second opening is refused, recorded, and told to the key's owner.
      </Alert>
      <div>
        <Button variant="primary" loading={busy} loadingLabel="Opening" onClick={() => void open()}>
          Open the secret
        </Button>
      </div>
    </div>
  );
}
