import ipaddr from "ipaddr.js";

/** An address as a number (IPv4, also when it is mapped into IPv6) or as eight 16-bit parts (IPv6). */
type Address = number | readonly number[];

function parseDotted(text: string): number | null {
  let value = 0;
  let octet = -1;
  let dots = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 46) {
      if (octet < 0) return null;
      value = value * 256 + octet;
      octet = -1;
      dots += 1;
    } else if (code >= 48 && code <= 57) {
      // A leading zero is read as octal by some systems: such an address has no one meaning.
      if (octet === 0) return null;
      octet = (octet < 0 ? 0 : octet * 10) + code - 48;
      if (octet > 255) return null;
    } else return null;
  }
  return dots === 3 && octet >= 0 ? value * 256 + octet : null;
}

/** Reads an IPv4 or IPv6 address; null when it is neither. Linear, never throws. */
export function parseAddress(text: string): Address | null {
  const dotted = parseDotted(text);
  if (dotted !== null) return dotted;
  if (text.length > 45 || !text.includes(":") || !ipaddr.IPv6.isValid(text)) return null;
  const address = ipaddr.IPv6.parse(text);
  if (address.zoneId) return null;
  if (address.isIPv4MappedAddress()) return parseDotted(address.toIPv4Address().toString());
  return address.parts;
}

type Range = { base: Address; bits: number };

function parseRange(text: string): Range | null {
  const slash = text.indexOf("/");
  const base = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (base === null) return null;
  const most = typeof base === "number" ? 32 : 128;
  if (slash < 0) return { base, bits: most };
  const suffix = text.slice(slash + 1);
  if (!/^\d{1,3}$/.test(suffix)) return null;
  const mapped = typeof base === "number" && text.includes(":");
  const bits = Number(suffix) - (mapped ? 96 : 0);
  return bits >= 0 && bits <= most ? { base, bits } : null;
}

function contains(range: Range, address: Address): boolean {
  const { base, bits } = range;
  if (typeof base === "number") {
    if (typeof address !== "number") return false;
    const size = 2 ** (32 - bits);
    return Math.floor(base / size) === Math.floor(address / size);
  }
  if (typeof address === "number") return false;
  for (let part = 0; part * 16 < bits; part += 1) {
    const shift = Math.max(0, 16 - (bits - part * 16));
    if ((base[part] ?? 0) >> shift !== (address[part] ?? 0) >> shift) return false;
  }
  return true;
}

/** Addresses and CIDR ranges, read once when first asked. What cannot be read allows nothing. */
export class AddressList {
  readonly #entries: readonly string[];
  #ranges: Range[] | undefined;

  constructor(entries: readonly string[]) {
    this.#entries = entries;
  }

  /** True when the address is in one of the ranges; false when it is no address. */
  allows(text: string): boolean {
    const address = parseAddress(text);
    if (address === null) return false;
    this.#ranges ??= this.#entries.map(parseRange).filter((range) => range !== null);
    for (const range of this.#ranges) if (contains(range, address)) return true;
    return false;
  }
}
