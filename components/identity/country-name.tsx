"use client";

import { useHydrated } from "@/components/ui/use-hydrated";
import { countryName } from "@/components/usage/country-name";

/** A country by its name in the viewer's language; the code until the browser is known. */
export function CountryName({ code }: { code: string | null }) {
  const hydrated = useHydrated();
  if (code === null) return <span className="text-subtle">Unknown</span>;
  return <>{hydrated ? countryName(code, navigator.language) : code}</>;
}
