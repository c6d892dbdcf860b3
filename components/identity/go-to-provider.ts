"use client";

import { plainLatchkey } from "@/components/session/browser-api";

/** Leaves for the provider's sign-in page, which sends the browser back to `returnTo`. Rejects when it cannot be begun. */
export async function goToProvider(provider: string, returnTo: string): Promise<void> {
  const { data } = await plainLatchkey.POST("/sign-in/providers/{provider}", {
    params: { path: { provider } },
    body: { returnTo },
  });
  if (data) window.location.assign(data.url);
}
