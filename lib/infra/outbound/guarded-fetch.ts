import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import type { LookupFunction } from "node:net";
import { publicAddresses, type ResolvedAddress, type Resolver, systemResolver } from "./public-address";

/** A call that did not end well: unreachable, too slow, too much. `PrivateAddressError` is its own. */
export class OutboundError extends Error {
  override readonly name = "OutboundError";
}

export type OutboundCall = {
  method?: "GET" | "POST";
  headers?: Record<string, string>;
  body?: string;
  /** Bytes of the answer at most; default 64 KiB. */
  limit?: number;
  /** Milliseconds for everything together; default 10 s. */
  timeout?: number;
  /** Whether addresses of the inside may be called: only where an installation says so. Default false. */
  allowPrivate?: boolean;
  resolve?: Resolver;
};

export type OutboundAnswer = { status: number; headers: Record<string, string | string[] | undefined>; body: string };

/**
 * Calls an address that people of a tenant named, and no other (faults M27): http or https, without credentials in the URL;
 * the name is resolved once, every address has to be public, the connection goes to what was checked, and a redirect is
 * an answer like any other. Rejects with PrivateAddressError or OutboundError.
 */
export async function guardedFetch(address: string, call: OutboundCall = {}): Promise<OutboundAnswer> {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || (url.protocol !== "https:" && url.protocol !== "http:") || url.username !== "" || url.password !== "") {
    throw new OutboundError("The address is not an http or https URL without credentials.");
  }
  const signal = AbortSignal.timeout(call.timeout ?? 10_000);
  const resolving = publicAddresses(url, call.resolve ?? systemResolver, call.allowPrivate ?? false);
  const addresses = await within(signal, url, resolving);
  return send(url, addresses, call, signal);
}

function within<T>(signal: AbortSignal, url: URL, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new OutboundError(`${url.host} was not resolved in time.`));
    signal.addEventListener("abort", late, { once: true });
    work.then(resolve, (error: unknown) => {
      const isDns = error instanceof Error && "syscall" in error;
      reject(isDns ? new OutboundError(`${url.host} has no address.`) : error);
    });
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

function send(
  url: URL,
  addresses: readonly ResolvedAddress[],
  options: OutboundCall,
  signal: AbortSignal,
): Promise<OutboundAnswer> {
  return new Promise((resolve, reject) => {
    const open = url.protocol === "https:" ? httpsRequest : httpRequest;
    const fail = (reason: string) => {
      reject(new OutboundError(`${url.host} ${reason}.`));
      call.destroy();
    };
    const call = open(
      url,
      {
        method: options.method ?? "GET",
        // A pooled connection could be of another tenant's check.
        agent: false,
        lookup: pinned(addresses),
        headers: { "accept-encoding": "identity", "user-agent": "latchkey", ...options.headers },
        maxHeaderSize: 16_384,
      },
      (response) => read(response, options.limit ?? 65_536, resolve, fail),
    );
    const abort = () => fail("did not answer in time");
    signal.addEventListener("abort", abort, { once: true });
    call.on("error", (error: NodeJS.ErrnoException) => fail(`cannot be reached (${error.code ?? error.name})`));
    call.on("close", () => signal.removeEventListener("abort", abort));
    call.end(options.body);
  });
}

function read(
  response: IncomingMessage,
  limit: number,
  resolve: (answer: OutboundAnswer) => void,
  fail: (reason: string) => void,
): void {
  const chunks: Buffer[] = [];
  let size = 0;
  response.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size > limit) fail("sends too much");
    else chunks.push(chunk);
  });
  response.on("error", () => fail("broke off"));
  response.on("aborted", () => fail("broke off"));
  response.on("end", () => {
    const body = Buffer.concat(chunks).toString("utf8");
    resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
  });
}
