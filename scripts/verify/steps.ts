import { existsSync } from "node:fs";
import { runStep, type StepResult } from "@/scripts/run-step";

/** One check of `npm run verify`. */
export type VerifyStep = { name: string; program: string; args: string[] };

const FOLDERS = ["app", "bench", "clients", "components", "db", "e2e", "lib", "scripts", "server"];

/** The checks, cheapest first; their order is that of the printed lines. */
export function verifySteps(): VerifyStep[] {
  const node = (name: string, ...args: string[]) => ({ name, program: process.execPath, args });
  return [
    node("lockfile", "scripts/complete-lockfile.mjs", "--check"),
    node("format and lint", "node_modules/@biomejs/biome/bin/biome", "check", "--error-on-warnings", "."),
    node("types", "node_modules/typescript-native/bin/tsc", "--noEmit", "-p", "."),
    node(
      "floors and cycles",
      "node_modules/dependency-cruiser/bin/dependency-cruise.mjs",
      "--config",
      ".dependency-cruiser.cjs",
      ...FOLDERS.filter((folder) => existsSync(folder)),
    ),
    node("unused code", "node_modules/knip/bin/knip.js", "--no-progress"),
    ...(existsSync("scripts/generate-sdk.ts")
      ? [node("generated SDK", "--import", "tsx", "scripts/generate-sdk.ts", "--check")]
      : []),
  ];
}

/** Runs one check and prints its line; the output only when it failed. */
export async function runVerifyStep(step: VerifyStep): Promise<StepResult> {
  const result = await runStep(step.program, step.args);
  const mark = result.status === 0 ? "ok    " : "FAILED";
  console.log(`${mark} ${step.name.padEnd(20)} ${result.seconds.toFixed(1).padStart(5)} s`);
  if (result.status !== 0) console.log(indented(result.output));
  return result;
}

function indented(text: string): string {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => `       ${line}`)
    .join("\n");
}
