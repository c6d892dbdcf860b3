/** A column whose values `vault.seal` made. */
export type SealedColumn = {
  table: string;
  column: string;
  /** The columns of the primary key, in the order in which rows are visited. */
  key: readonly string[];
  /** Whether rows belong to an organization and are seen only inside of it; `both`: some do, some to none. */
  tenancy: "tenant" | "installation" | "both";
  /** What a row's value is sealed to, of the values of `key` (bytea as hexadecimal digits). */
  context(...key: string[]): string;
};

/** Every sealed column there is; a test reads the catalogue and fails where one is missing. */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  { table: "totp_factors", column: "secret", key: ["id"], tenancy: "installation", context: named("totp_factors") },
  { table: "sign_ups", column: "content", key: ["token_hash"], tenancy: "installation", context: named("sign_ups") },
  {
    table: "provider_states",
    column: "content",
    key: ["state_hash"],
    tenancy: "installation",
    context: named("provider_states"),
  },
  {
    table: "signing_keys",
    column: "private_key",
    key: ["id"],
    tenancy: "installation",
    context: named("signing_keys"),
  },
  { table: "email_outbox", column: "content", key: ["id"], tenancy: "both", context: named("email_outbox") },
  {
    table: "email_outbox",
    column: "rendered",
    key: ["id"],
    tenancy: "both",
    context: (id) => `email_outbox/${id}/rendered`,
  },
  {
    table: "identity_providers",
    column: "client_secret",
    key: ["organization_id", "id"],
    tenancy: "tenant",
    context: (_organization, id) => `identity_providers/${id}`,
  },
  {
    table: "approval_settings",
    column: "webhook_url",
    key: ["organization_id"],
    tenancy: "tenant",
    context: named("approval_settings"),
  },
  {
    table: "wrapped_links",
    column: "ciphertext",
    key: ["organization_id", "id"],
    tenancy: "tenant",
    context: (_organization, id) => `wrapped_links/${id}`,
  },
  {
    table: "delivery_targets",
    column: "credentials",
    key: ["organization_id", "id"],
    tenancy: "tenant",
    context: (_organization, id) => `delivery_targets/${id}`,
  },
  {
    table: "idempotency_keys",
    column: "response",
    key: ["organization_id", "actor_id", "key"],
    tenancy: "tenant",
    context: (organization, actor, key) => `idempotency_keys/${organization}/${actor}/${key}`,
  },
];

function named(table: string): (key: string) => string {
  return (key) => `${table}/${key}`;
}
