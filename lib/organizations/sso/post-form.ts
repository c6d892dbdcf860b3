import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { FetchFailed, type FetchRules } from "@/lib/leases/issuers/fetch-document";
import { permittedAddresses, systemResolver } from "@/lib/leases/issuers/public-address";

export type Outbound = Pick<FetchRules, "privateHosts" | "resolve" | "ca">;

const LIMIT = 256 * 1024;
const TIMEOUT = 8000;

/**
 * Posts a form (or gets, without one) and reads JSON, under the same rules as `fetchDocument`: only addresses that were checked, no
 * redirect, bounded in size and time. Rejects with PrivateAddress or FetchFailed.
 */
export async function callProvider(
  address: string,
  call: { form?: Record<string, string>; headers?: Record<string, string> },
  outbound: Outbound,
): Promise<{ status: number; body: unknown }> {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || !["https:", "http:"].includes(url.protocol) || url.username !== "" || url.password !== "") {
    throw new FetchFailed("The provider's address is not an https URL.");
  }
  const addresses = await permittedAddresses(url, outbound.privateHosts, outbound.resolve ?? systemResolver);
  const body = call.form === undefined ? null : new URLSearchParams(call.form).toString();
  return new Promise((resolve, reject) => {
    const open = url.protocol === "https:" ? httpsRequest : httpRequest;
    const request = open(
      url,
      {
        method: body === null ? "GET" : "POST",
        agent: false,
        signal: AbortSignal.timeout(TIMEOUT),
        lookup: (_host, options, callback) => {
          const [first] = addresses;
          if (options.all) callback(null, [...addresses]);
          else callback(null, first?.address ?? "", first?.family);
        },
        headers: {
          accept: "application/json",
          "user-agent": "latchkey",
          ...(body === null
            ? {}
            : { "content-type": "application/x-www-form-urlencoded", "content-length": Buffer.byteLength(body) }),
          ...call.headers,
        },
        ...(outbound.ca === undefined ? {} : { ca: outbound.ca }),
      },
      (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        response.on("data", (chunk: Buffer) => {
          size += chunk.length;
          if (size > LIMIT) request.destroy(new FetchFailed(`${url.host} sends too much.`));
          else chunks.push(chunk);
        });
        response.on("end", () => {
          try {
            resolve({ status: response.statusCode ?? 0, body: JSON.parse(Buffer.concat(chunks).toString("utf8")) });
          } catch {
            reject(new FetchFailed(`${url.host} did not answer with JSON.`));
          }
        });
        response.on("error", reject);
      },
    );
    request.on("error", (error) =>
      reject(error instanceof FetchFailed ? error : new FetchFailed(`${url.host} cannot be reached.`)),
    );
    request.end(body ?? undefined);
  });
}
