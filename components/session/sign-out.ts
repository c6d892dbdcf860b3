"use client";

import { paths } from "@/components/shell/paths";
import { toast } from "@/components/ui/toast";
import { plainLatchkey } from "./browser-api";

/** Ends this session and leaves for the sign-in page; nothing of the session stays in the page's memory. */
export async function signOut(): Promise<void> {
  try {
    await plainLatchkey.DELETE("/account/sessions/current");
  } catch (error) {
    // A session that is over already is what was wanted.
    if (!(error instanceof Error && "status" in error && error.status === 401)) {
      toast.error("You are still signed in.", { problem: error });
      return;
    }
  }
  window.location.assign(paths.signIn());
}
