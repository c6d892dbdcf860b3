import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import type { LookupFunction } from "node:net";
import { permittedAddresses, type ResolvedAddress, type Resolver, systemResolver } from "./public-address";

/** A document that could not be had: unreachable, not 200, too large, too slow, not JSON. */
export class FetchFailed extends Error {
  override readonly name = "FetchFailed";
}

export type FetchRules = {
  /** Hosts (or host:port) that may be called although they are not on the public internet. */
  privateHosts: readonly string[];
  /** Bytes at most. */
  limit: number;
  /** Milliseconds for everything together. */
  timeout: number;
  resolve?: Resolver;
  /** Certificates of a private authority, PEM. */
  ca?: string;
};

/**
 * Fetches a JSON document from an address that was checked, and from no other: the name is resolved once, the connection
 * goes to what was resolved, and a redirect is a failure. Rejects with PrivateAddress or FetchFailed.
 */
export async function fetchDocument(text: string, rules: FetchRules): Promise<unknown> {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || (url.protocol !== "https:" && url.protocol !== "http:") || url.username !== "" || url.password !== "") {
    throw new FetchFailed("The address is not an https URL.");
  }
  const signal = AbortSignal.timeout(rules.timeout);
  const addresses = await within(signal, permittedAddresses(url, rules.privateHosts, rules.resolve ?? systemResolver));
  const body = await download(url, addresses, rules, signal);
  try {
    return JSON.parse(body);
  } catch {
    throw new FetchFailed(`${url.host} did not answer with JSON.`);
  }
}

function within<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(new FetchFailed("The name was not resolved in time.")), {
      once: true,
    });
    work.then(resolve, reject);
  });
}

/** Answers every look-up of the connection with the addresses that were checked. */
function pinned(addresses: readonly ResolvedAddress[]): LookupFunction {
  return (_host, options, callback) => {
    const [first] = addresses;
    if (options.all) callback(null, [...addresses]);
    else callback(null, first?.address ?? "", first?.family);
  };
}

function download(
  url: URL,
  addresses: readonly ResolvedAddress[],
  rules: FetchRules,
  signal: AbortSignal,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const open = url.protocol === "https:" ? httpsRequest : httpRequest;
    const fail = (reason: string) => {
      reject(new FetchFailed(`${url.host} ${reason}.`));
      call.destroy();
    };
    const call = open(
      url,
      {
        method: "GET",
        agent: false,
        lookup: pinned(addresses),
        headers: { accept: "application/json", "accept-encoding": "identity", "user-agent": "latchkey" },
        maxHeaderSize: 16_384,
        ...(rules.ca === undefined ? {} : { ca: rules.ca }),
      },
      (response) => read(response, rules.limit, resolve, fail),
    );
    const abort = () => fail("did not answer in time");
    signal.addEventListener("abort", abort, { once: true });
    call.on("error", (error: NodeJS.ErrnoException) => fail(`cannot be reached (${error.code ?? error.name})`));
    call.on("close", () => signal.removeEventListener("abort", abort));
    call.end();
  });
}

function read(
  response: IncomingMessage,
  limit: number,
  resolve: (body: string) => void,
  fail: (reason: string) => void,
): void {
  if (response.statusCode !== 200) {
    fail(`answered ${response.statusCode ?? 0}`);
    return;
  }
  const chunks: Buffer[] = [];
  let size = 0;
  response.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size > limit) fail("sends too much");
    else chunks.push(chunk);
  });
  response.on("error", () => fail("broke off"));
  response.on("aborted", () => fail("broke off"));
  response.on("end", () => resolve(Buffer.concat(chunks).toString("utf8")));
}
