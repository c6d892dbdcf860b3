import { lookup } from "node:dns/promises";
import ipaddr from "ipaddr.js";

/** A host that must not be called: it is, or resolves to, an address that is not of the public internet. */
export class PrivateAddress extends Error {
  override readonly name = "PrivateAddress";
}

export type ResolvedAddress = { address: string; family: 4 | 6 };

/** Finds the addresses of a host name; `node:dns` unless a test says otherwise. */
export type Resolver = (host: string) => Promise<ResolvedAddress[]>;

export const systemResolver: Resolver = async (host) => {
  const found = await lookup(host, { all: true });
  return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
};

/** True for an address of the public internet: not loopback, private, link-local, mapped, tunnelled or reserved. */
export function isPublicAddress(text: string): boolean {
  return ipaddr.isValid(text) && ipaddr.process(text).range() === "unicast" && !text.includes("%");
}

function isLoopbackAddress(text: string): boolean {
  return ipaddr.isValid(text) && ipaddr.process(text).range() === "loopback";
}

/**
 * The addresses that a URL may be fetched from. All of a host's addresses have to be public, so that an answer which
 * mixes both opens nothing; `privateHosts` (host or host:port, as in the URL) are exempt. Plain http is for exempt
 * hosts on loopback alone. The caller connects to one of these addresses and resolves nothing again.
 * @throws PrivateAddress
 */
export async function permittedAddresses(
  url: URL,
  privateHosts: readonly string[],
  resolve: Resolver,
): Promise<ResolvedAddress[]> {
  const isExempt = privateHosts.includes(url.hostname) || privateHosts.includes(url.host);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const found: ResolvedAddress[] = ipaddr.isValid(host)
    ? [{ address: host, family: ipaddr.parse(host).kind() === "ipv6" ? 6 : 4 }]
    : await resolve(host);
  if (found.length === 0) throw new PrivateAddress(`${url.host} has no address.`);
  if (url.protocol === "http:" && !(isExempt && found.every((entry) => isLoopbackAddress(entry.address)))) {
    throw new PrivateAddress(`${url.host} must be called over https.`);
  }
  if (!isExempt && !found.every((entry) => isPublicAddress(entry.address))) {
    throw new PrivateAddress(`${url.host} is not on the public internet.`);
  }
  return found;
}
