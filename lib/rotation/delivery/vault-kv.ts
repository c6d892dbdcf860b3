import { z } from "zod";
import { guardedFetch, type OutboundAnswer } from "@/lib/infra/outbound/guarded-fetch";
import type { DELIVERY_CREDENTIALS, DELIVERY_SETTINGS } from "../schema";
import { type Courier, DeliveryError, type Outbound, unexpected } from "./delivery";

type Settings = z.output<typeof DELIVERY_SETTINGS.vault_kv2>;
type Credentials = z.output<typeof DELIVERY_CREDENTIALS.vault_kv2>;

const WHO = "Vault";
const errorsSchema = z.object({ errors: z.array(z.string()) });

function pathIn(place: string): string {
  return place.split("/").map(encodeURIComponent).join("/");
}

async function call(
  path: string,
  body: unknown,
  settings: Settings,
  credentials: Credentials,
  outbound: Outbound,
): Promise<OutboundAnswer> {
  return guardedFetch(`${settings.address.replace(/\/+$/, "")}/v1/${path}`, {
    ...outbound,
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-vault-token": credentials.token,
      "x-vault-request": "true",
      ...(settings.namespace ? { "x-vault-namespace": settings.namespace } : {}),
    },
    body: JSON.stringify(body),
  });
}

function parsed(answer: OutboundAnswer): unknown {
  try {
    return JSON.parse(answer.body);
  } catch {
    return null;
  }
}

function failure(answer: OutboundAnswer): DeliveryError {
  const known = errorsSchema.safeParse(parsed(answer));
  return unexpected(WHO, answer.status, known.success ? known.data.errors : []);
}

/** HashiCorp Vault's key-value engine, version 2 (https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2). */
export const vaultKv: Courier<Settings, Credentials> = {
  async deliver(parcel, settings, credentials, outbound) {
    const place = parcel.place || settings.path;
    if (place === "") throw new DeliveryError("Neither the key nor the target names a path.", { refused: true });
    const data = {
      [settings.field]: parcel.secret,
      latchkey_key: parcel.key.id,
      latchkey_version: String(parcel.version.number),
    };
    const answer = await call(
      `${pathIn(settings.mount)}/data/${pathIn(place)}`,
      { data },
      settings,
      credentials,
      outbound,
    );
    if (answer.status !== 200 && answer.status !== 204) throw failure(answer);
    return `${settings.mount}/${place}`;
  },

  async test(settings, credentials, outbound) {
    const path = `${settings.mount}/data/${settings.path || "latchkey-test"}`;
    const answer = await call("sys/capabilities-self", { paths: [path] }, settings, credentials, outbound);
    if (answer.status !== 200) throw failure(answer);
    const body = z.record(z.string(), z.unknown()).safeParse(parsed(answer));
    const listed = body.success ? (body.data[path] ?? body.data.capabilities) : null;
    const found = z.array(z.string()).safeParse(listed);
    const capabilities = found.success ? found.data : [];
    const mayWrite =
      capabilities.includes("root") || (capabilities.includes("create") && capabilities.includes("update"));
    if (!mayWrite) {
      const have = capabilities.join(", ") || "nothing";
      throw new DeliveryError(`The token may do ${have} at ${path}; it needs create and update.`, { refused: true });
    }
    return `The token may write at ${path}.`;
  },
};
