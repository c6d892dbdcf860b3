import { environment } from "@/lib/infra/environment";
import { type CountryLookup, openCountryLookup } from "@/lib/infra/geo/country";

let lookup: Promise<CountryLookup> | undefined;

/** The country of an address (ISO 3166-1 alpha-2); null when it is not known, or the database cannot be read. */
export async function countryOf(ip: string | null): Promise<string | null> {
  if (ip === null) return null;
  lookup ??= openCountryLookup(environment().geoipDatabase).catch(() => () => null);
  return (await lookup)(ip);
}
