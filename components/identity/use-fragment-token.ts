"use client";

import { useEffect, useState } from "react";

/**
 * The token of a mailed link, from the fragment, which no server, log or Referer sees: undefined until the browser has looked,
 * null when there is none. `forget` takes it out of the address once it has been used.
 */
export function useFragmentToken(): { token: string | null | undefined; forget: () => void } {
  const [token, setToken] = useState<string | null | undefined>(undefined);
  useEffect(() => {
    const look = () => setToken(new URLSearchParams(window.location.hash.slice(1)).get("token"));
    look();
    window.addEventListener("hashchange", look);
    return () => window.removeEventListener("hashchange", look);
  }, []);
  const forget = () => window.history.replaceState(null, "", window.location.pathname + window.location.search);
  return { token, forget };
}
