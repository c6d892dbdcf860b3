import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import openapiTypescript, { astToString } from "openapi-typescript";
import pino from "pino";
import { openDatabase } from "@/db/client";
import { systemClock } from "@/lib/core/clock";
import { Vault } from "@/lib/core/vault";
import { parseEnvironment } from "@/lib/infra/environment";
import { createApi, openApiDocument } from "@/server/api/app";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const GENERATED = join(ROOT, "clients/sdk/generated");

/** The document and the types of the SDK, from the routes as they are. Nothing is called, so nothing has to run. */
async function generate(): Promise<Record<string, string>> {
  const api = createApi({
    db: openDatabase({ url: "postgres://nobody@localhost/none", name: "sdk" }),
    vault: new Vault([{ version: 1, secret: Buffer.alloc(32) }]),
    clock: systemClock,
    environment: parseEnvironment({}),
    logger: pino({ level: "silent" }),
  });
  const document = JSON.parse(JSON.stringify(openApiDocument(api)));
  const types = astToString(await openapiTypescript(document, { alphabetize: true }));
  return {
    "openapi.json": `${JSON.stringify(document, null, 2)}\n`,
    "schema.ts": `// Generated from the OpenAPI document by \`npm run sdk:generate\`. Do not edit.\n${types}`,
  };
}

function readGenerated(name: string): string | null {
  try {
    return readFileSync(join(GENERATED, name), "utf8");
  } catch {
    return null;
  }
}

const files = await generate();
if (process.argv.includes("--check")) {
  const stale = Object.entries(files).filter(([name, text]) => readGenerated(name) !== text);
  if (stale.length > 0) {
    process.stderr.write("The SDK is not what the routes say. Run npm run sdk:generate and commit the result.\n");
    process.exit(1);
  }
} else {
  mkdirSync(GENERATED, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(GENERATED, name), text);
  process.stdout.write(`Wrote ${Object.keys(files).join(" and ")} to clients/sdk/generated.\n`);
}
