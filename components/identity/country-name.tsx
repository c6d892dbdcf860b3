"use client";

import { useHydrated } from "@/components/ui/use-hydrated";

/** A country by its name in the viewer's language; the code until the browser is known. */
export function CountryName({ code }: { code: string | null }) {
  const hydrated = useHydrated();
  if (code === null) return <span className="text-subtle">Unknown</span>;
  if (!hydrated || !/^[A-Z]{2}$/.test(code)) return <>{code}</>;
  return <>{new Intl.DisplayNames([navigator.language, "en"], { type: "region" }).of(code) ?? code}</>;
}
