"use client";

import type { components } from "@/clients/sdk/generated/schema";
import { latchkey } from "@/components/session/browser-api";

type Member = components["schemas"]["Member"];

/** The first members whose name or address holds `text`, for a box that is typed in. */
export async function findMembers(organization: string, text: string): Promise<Member[]> {
  const { data } = await latchkey.GET("/organizations/{organization}/members", {
    params: { path: { organization }, query: { limit: 20, ...(text.trim() === "" ? {} : { q: text.trim() }) } },
  });
  return data?.items ?? [];
}
