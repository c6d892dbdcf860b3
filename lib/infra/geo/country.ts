import { createRequire } from "node:module";
import { type CountryResponse, open, type Reader } from "maxmind";

/** The country of an address (ISO 3166-1 alpha-2), or null when it is not known. */
export type CountryLookup = (ip: string) => string | null;

const REMEMBERED = 20_000;

type CountryRecord = CountryResponse & { country_code?: string };

/**
 * Opens a country database: the given mmdb file, else the one of the package (whois data, CC0). Rejects when the file
 * cannot be read. Looking up takes about 2 µs; recent addresses are remembered.
 */
export async function openCountryLookup(path?: string): Promise<CountryLookup> {
  const file =
    path ??
    // The bundler must not take the file in: it is read from the package where it is.
    createRequire(import.meta.url).resolve(
      /* turbopackIgnore: true */ "@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb",
    );
  const reader = await open<CountryRecord>(file);
  const known = new Map<string, string | null>();
  return (ip) => {
    const remembered = known.get(ip);
    if (remembered !== undefined) return remembered;
    if (known.size >= REMEMBERED) known.clear();
    const country = lookUp(reader, ip);
    known.set(ip, country);
    return country;
  };
}

function lookUp(reader: Reader<CountryRecord>, ip: string): string | null {
  try {
    const record = reader.get(ip);
    return record?.country_code ?? record?.country?.iso_code ?? null;
  } catch {
    return null;
  }
}
