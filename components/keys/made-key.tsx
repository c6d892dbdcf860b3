"use client";

import { Gift, Plus } from "lucide-react";
import { useState } from "react";
import { HandOverDialog } from "@/components/approvals/hand-over-dialog";
import { latchkey } from "@/components/session/browser-api";
import { paths } from "@/components/shell/paths";
import { Button, ButtonLink } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { EnvironmentBanner } from "@/components/ui/environment-badge";
import { SecretReveal } from "@/components/ui/secret-reveal";
import { Section } from "@/components/ui/section";
import { environmentColor } from "./environment-color";
import type { MadeKeyAnswer } from "./new-key-values";
import { variableName } from "./variable-name";

type Props = { organization: string; gatewayUrl: string; made: MadeKeyAnswer; onAnother: () => void };

function curl(gatewayUrl: string, secret: string, scopes: readonly string[]): string {
  const body = JSON.stringify({ key: secret, scopes: scopes.slice(0, 1) });
  return `curl -s ${gatewayUrl}/v1/verify \\
  -H "authorization: Bearer $LATCHKEY_TOKEN" \\
  -H "content-type: application/json" \\
  -d '${body}'`;
}

/** The secret, once, with what one does next. */
export function MadeKey({ organization, gatewayUrl, made, onAnother }: Props) {
  const { key, secret } = made;
  const [handing, setHanding] = useState(false);
  const hidden = `${key.secretStart}…${key.secretLastFour}`;
  return (
    <div className="flex max-w-3xl flex-col gap-8">
      <EnvironmentBanner
        name={key.environmentName}
        color={environmentColor(key.environmentColor)}
        sensitivity={key.sensitivity}
      >
        <bdi>{key.name}</bdi> is created.
      </EnvironmentBanner>
      <SecretReveal secret={secret} variable={variableName(key.project, key.environment)} />
      <Section
        title="Check it"
        description="Your backend asks the verify server like this. The service token is your backend's own; create one under Service tokens."
      >
        <CodeBlock
          label="curl"
          language="bash"
          code={curl(gatewayUrl, hidden, key.scopes)}
          copyValue={curl(gatewayUrl, secret, key.scopes)}
        />
      </Section>
      <div className="flex flex-wrap gap-2">
        <ButtonLink variant="primary" href={paths.key(organization, key.id)}>
          Open the key
        </ButtonLink>
        <Button icon={<Gift />} onClick={() => setHanding(true)}>
          Hand it over
        </Button>
        <Button icon={<Plus />} onClick={onAnother}>
          Create another
        </Button>
      </div>
      {handing && (
        <HandOverDialog
          title="Hand the secret over?"
          onClose={() => setHanding(false)}
          onWrap={async (handOver) => {
            const { data } = await latchkey.POST("/organizations/{organization}/keys/{key}/hand-over", {
              params: { path: { organization, key: key.id } },
              body: { secret, ...handOver },
            });
            return data?.link ?? null;
          }}
        />
      )}
    </div>
  );
}
