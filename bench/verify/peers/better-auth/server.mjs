// Peer (c): Better Auth's apiKey plugin verifying against the same Postgres.

import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { apiKey } from "@better-auth/api-key";
import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import pg from "pg";

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 16 });
const auth = betterAuth({
  database: pool,
  secret: "a secret of the bench, long enough for everyone",
  baseURL: `http://127.0.0.1:${process.env.PORT}`,
  emailAndPassword: { enabled: true },
  plugins: [apiKey({ rateLimit: { enabled: false } })],
});
const { runMigrations } = await getMigrations(auth.options);
await runMigrations();
const { user } = await auth.api.signUpEmail({
  body: { email: "bench@example.test", password: "bench bench bench", name: "Bench" },
});
const keys = [];
for (let index = 0; index < 100; index += 1)
  keys.push((await auth.api.createApiKey({ body: { userId: user.id, name: `bench ${index}` } })).key);
writeFileSync(process.env.KEYS_FILE, JSON.stringify(keys));

createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", async () => {
    const body = chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString()) : { key: "" };
    const result = await auth.api.verifyApiKey({ body: { key: body.key } });
    const text = JSON.stringify(result);
    response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(text) });
    response.end(text);
  });
}).listen(Number(process.env.PORT), "127.0.0.1");
