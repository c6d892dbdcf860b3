import type { Metadata } from "next";
import { cache } from "react";
import { Hydrate } from "@/app/_server/prefetch";
import { organizationContext, orNotFound } from "@/app/_server/viewer";
import { KeyPage } from "@/components/keys/key-page";
import { KEY_PATH } from "@/components/keys/key-paths";
import { readKey } from "@/lib/keys/read-key";

type Props = { params: Promise<{ organization: string; key: string }> };

const readOnce = cache(async (organization: string, key: string) => {
  const ctx = await organizationContext(organization);
  return { ctx, detail: await orNotFound(() => readKey(ctx, key)) };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { organization, key } = await params;
  return { title: (await readOnce(organization, key)).detail.name };
}

export default async function OneKeyPage({ params }: Props) {
  const { organization, key } = await params;
  const { ctx, detail } = await readOnce(organization, key);
  const init = { params: { path: { organization, key: detail.id } } };
  return (
    <Hydrate answers={[{ path: KEY_PATH, init, data: detail }]}>
      <KeyPage organization={organization} keyId={detail.id} now={ctx.clock.now().toISOString()} />
    </Hydrate>
  );
}
