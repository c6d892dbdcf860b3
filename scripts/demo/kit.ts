import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/** What the demo's traffic needs and the database does not hold: it keeps hashes only. */
const kitSchema = z.object({
  organizationId: z.string(),
  token: z.string(),
  keys: z.array(
    z.object({
      secret: z.string(),
      weight: z.number(),
      endpoints: z.array(z.string()).min(1),
      addresses: z.array(z.string()).min(1),
      agent: z.string(),
    }),
  ),
});
export type TrafficKit = z.output<typeof kitSchema>;

function fileOf(directory: string): string {
  return join(directory, "traffic.json");
}

/** Writes the secrets of the demo's own traffic, readable by this user alone. */
export function writeKit(directory: string, kit: TrafficKit): void {
  writeFileSync(fileOf(directory), `${JSON.stringify(kit, null, 1)}\n`, { mode: 0o600 });
}

/** The kit of this folder, or null where there is none (another folder made the database). */
export function readKit(directory: string): TrafficKit | null {
  try {
    return kitSchema.parse(JSON.parse(readFileSync(fileOf(directory), "utf8")));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
