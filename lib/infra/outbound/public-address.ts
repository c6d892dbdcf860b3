import { lookup } from "node:dns/promises";
import ipaddr from "ipaddr.js";

/** A host that must not be called: it is, or resolves to, an address that is not of the public internet. */
export class PrivateAddressError extends Error {
  override readonly name = "PrivateAddressError";
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

/**
 * The addresses that a URL's host stands for. All of them have to be public, so that an answer which mixes both opens
 * nothing. The caller connects to one of these and resolves nothing again. @throws PrivateAddressError.
 */
export async function publicAddresses(url: URL, resolve: Resolver, allowPrivate: boolean): Promise<ResolvedAddress[]> {
  // The URL parser has turned decimal, octal and hexadecimal forms of an address into dotted ones by now.
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const found: ResolvedAddress[] = ipaddr.isValid(host)
    ? [{ address: host, family: ipaddr.parse(host).kind() === "ipv6" ? 6 : 4 }]
    : await resolve(host);
  if (found.length === 0) throw new PrivateAddressError(`${url.host} has no address.`);
  if (allowPrivate || found.every(({ address }) => isPublicAddress(address))) return found;
  throw new PrivateAddressError(`${url.host} is not on the public internet.`);
}
