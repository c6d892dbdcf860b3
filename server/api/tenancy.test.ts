import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openApiDocument } from "./app";
import { type ApiHarness, createApiHarness } from "./testing/harness";

type Operation = { method: string; path: string };

let harness: ApiHarness;
let operations: Operation[];
/** Ids of real rows of the first organization, by the name of the path parameter. */
let victims: Record<string, string>;

beforeAll(async () => {
  harness = await createApiHarness();
  const { organization } = harness;
  const document: { paths: Record<string, Record<string, unknown>> } = JSON.parse(
    JSON.stringify(openApiDocument(harness.api)),
  );
  operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => ({ method: method.toUpperCase(), path })),
  );
  const owner = harness.as(organization.people.owner);
  const base = `/organizations/${organization.slug}`;
  const made = await owner("POST", `${base}/keys`, {
    name: "victim",
    project: "api",
    environment: "development",
    scopes: ["items:read"],
  });
  expect(made.status).toBe(201);
  const token = await owner("POST", `${base}/service-tokens`, { name: "victim", permissions: ["keys:read"] });
  expect(token.status).toBe(201);
  const scopes = await owner("GET", `${base}/projects/api/scopes`);
  victims = {
    organization: organization.slug,
    project: organization.project.id,
    environment: organization.environments.production.id,
    key: idIn(made.body, "key"),
    serviceToken: idIn(token.body, "serviceToken"),
    member: organization.people.developer.memberId,
    scope: firstId(scopes.body),
  };
});
afterAll(() => harness.close());

function idIn(body: Record<string, unknown>, name: string): string {
  const value = body[name];
  return typeof value === "object" && value !== null && "id" in value ? String(value.id) : "";
}

function firstId(body: Record<string, unknown>): string {
  const items = body.items;
  return Array.isArray(items) && items[0] ? String(items[0].id) : "";
}

/** The path with real ids of the first organization where we have them, else a well-formed nothing. */
function aimed(path: string, organization: string): string {
  return path.replace(/\{(\w+)\}/g, (_whole, name: string) =>
    encodeURIComponent(name === "organization" ? organization : (victims[name] ?? "key_01m82a7km0enf8embxhaptpd59")),
  );
}

/** A checksum over every row of the first organization and of all its people. */
async function checksum(): Promise<string> {
  const tables = await harness.database.admin.query<{ name: string }>(`
    select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id'
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname not in ('idempotency_keys') order by 1`);
  const hash = createHash("sha256");
  for (const { name } of tables.rows) {
    const rows = await harness.database.admin.query(
      `select to_jsonb(t)::text as row from ${name} t where organization_id = $1 order by 1`,
      [harness.organization.id],
    );
    hash.update(`${name}:${rows.rows.map((row) => row.row).join("\n")}`);
  }
  return hash.digest("hex");
}

describe("every endpoint of an organization", () => {
  test("answers 404 to the owner of another organization, and nothing changes", async () => {
    const before = await checksum();
    const stranger = harness.as(harness.other.people.owner);
    const wrong: string[] = [];
    for (const { method, path } of operations.filter((operation) =>
      operation.path.startsWith("/organizations/{organization}"),
    )) {
      const answer = await stranger(method, aimed(path, victims.organization ?? ""), method === "GET" ? undefined : {});
      if (answer.status !== 404) wrong.push(`${method} ${path} → ${answer.status}`);
    }
    expect(wrong).toEqual([]);
    expect(await checksum()).toBe(before);
  });

  test("finds nothing of another organization by its ids from one's own", async () => {
    const before = await checksum();
    const stranger = harness.as(harness.other.people.owner);
    const wrong: string[] = [];
    for (const { method, path } of operations) {
      const parameters = [...path.matchAll(/\{(\w+)\}/g)]
        .map((match) => match[1] ?? "")
        .filter((name) => name !== "organization");
      if (!path.startsWith("/organizations/{organization}/") || !parameters.some((name) => victims[name] !== undefined))
        continue;
      const answer = await stranger(method, aimed(path, harness.other.slug), method === "GET" ? undefined : {});
      // A body that is refused before the row is looked for says nothing about the row.
      if (answer.status !== 404 && answer.status !== 400) wrong.push(`${method} ${path} → ${answer.status}`);
    }
    expect(wrong).toEqual([]);
    expect(await checksum()).toBe(before);
  });

  test("answers 401 to nobody and to a token that is not ours, and nothing changes", async () => {
    const before = await checksum();
    const wrong: string[] = [];
    for (const { method, path } of operations.filter((operation) =>
      operation.path.startsWith("/organizations/{organization}"),
    )) {
      const target = aimed(path, victims.organization ?? "");
      const body = method === "GET" ? undefined : {};
      const nobody = await harness.anonymous(method, target, body);
      const forged = await harness.anonymous(method, target, body, {
        authorization: "Bearer lks_00000000000000000000000000000000000000",
      });
      if (nobody.status !== 401 || forged.status !== 401)
        wrong.push(`${method} ${path} → ${nobody.status}, ${forged.status}`);
    }
    expect(wrong).toEqual([]);
    expect(await checksum()).toBe(before);
  });

  test("refuses a session's unsafe call that another site could have caused", async () => {
    const owner = harness.as(harness.organization.people.owner);
    const before = await checksum();
    const wrong: string[] = [];
    const foreign: Record<string, string>[] = [
      { origin: "https://evil.test", "sec-fetch-site": "cross-site" },
      { origin: "null", "sec-fetch-site": "cross-site" },
      { origin: "", "sec-fetch-site": "same-site" },
      { origin: "http://localhost:3000.evil.test", "sec-fetch-site": "" },
    ];
    for (const { method, path } of operations.filter(
      (operation) => operation.method !== "GET" && operation.path.startsWith("/organizations/{organization}"),
    )) {
      for (const headers of foreign) {
        const answer = await owner(method, aimed(path, victims.organization ?? ""), {}, headers);
        if (answer.status !== 403) wrong.push(`${method} ${path} from ${headers.origin} → ${answer.status}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(await checksum()).toBe(before);
  });

  test("refuses fields that nobody may set from outside", async () => {
    const machine = await harness.machine();
    // Its first use notes when it was used; that is no effect of what follows.
    await machine("GET", `/organizations/${harness.organization.slug}/keys`);
    const before = await checksum();
    const wrong: string[] = [];
    const injected = {
      organizationId: harness.other.id,
      role: "owner",
      status: "active",
      approvedBy: "usr_x",
      createdAt: "2020-01-01T00:00:00Z",
      hash: "00",
    };
    const withBody = operations.filter(
      ({ method, path }) =>
        ["POST", "PATCH", "PUT"].includes(method) && path.startsWith("/organizations/{organization}"),
    );
    for (const { method, path } of withBody) {
      const answer = await machine(method, aimed(path, victims.organization ?? ""), injected);
      if (answer.status < 400 || answer.status >= 500) wrong.push(`${method} ${path} → ${answer.status}`);
    }
    expect(wrong).toEqual([]);
    expect(await checksum()).toBe(before);
  });
});
