import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { TestDatabase } from "@/db/testing/database";
import { TEST_MASTER_SECRET } from "@/db/testing/global-setup";
import type { RaceOrder } from "./race-process";

const SCRIPT = fileURLToPath(new URL("./race-process.ts", import.meta.url));

/** Runs these calls at the same moment in two processes of their own, half in each; answers states or error codes. */
export async function raceInTwoProcesses(database: TestDatabase, calls: RaceOrder["calls"]): Promise<string[]> {
  const half = Math.ceil(calls.length / 2);
  const racers = [calls.slice(0, half), calls.slice(half)].map((part) => {
    const order: RaceOrder = { appUrl: database.appUrl, master: TEST_MASTER_SECRET.toString("base64"), calls: part };
    const child = spawn(process.execPath, ["--import", "tsx", SCRIPT, JSON.stringify(order)], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    return { child, lines };
  });
  for (const { lines } of racers) await lines.next();
  for (const { child } of racers) child.stdin.write("go\n");
  const results = await Promise.all(
    racers.map(async ({ child, lines }) => {
      const { value } = await lines.next();
      child.stdin.end();
      const parsed: string[] = JSON.parse(String(value));
      return parsed;
    }),
  );
  return results.flat();
}
