import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { signalGroup } from "@/scripts/start/process-identity";
import { PROJECT_ROOT } from "@/scripts/start/project";
import { StartError } from "@/scripts/start/start-error";

/** What the pages are built from; a change of anything else leaves the build fresh. */
const SOURCES = ["app", "components", "lib", "db", "server/api", "clients/sdk", "public"];
// Not tsconfig.json: the build itself may write it.
const SOURCE_FILES = ["package.json", "package-lock.json", "proxy.ts"];

/** Builds the pages unless a build of exactly these sources is there. Throws StartError with the build's own words. */
export async function ensureWebBuild(
  tell: (message: string) => void,
  signal?: AbortSignal,
  root: string = PROJECT_ROOT,
): Promise<void> {
  const output = join(root, ".next");
  const marker = join(output, "latchkey-build");
  const fingerprint = fingerprintOf(root);
  if (existsSync(join(output, "BUILD_ID")) && existsSync(marker) && readFileSync(marker, "utf8") === fingerprint)
    return;
  // Without our marker a build was cut off, and Turbopack keeps what a failed build left in its cache.
  if (!existsSync(marker)) rmSync(output, { recursive: true, force: true });
  rmSync(marker, { force: true });
  tell("building the pages, which takes about a minute and is done once");
  const startedAt = Date.now();
  const { status, output: said } = await runBuild(root, signal);
  if (status !== 0) {
    rmSync(output, { recursive: true, force: true });
    if (signal?.aborted) return;
    throw new StartError(`The pages could not be built:\n${said.trim()}`);
  }
  writeFileSync(marker, fingerprint);
  tell(`pages built in ${Math.round((Date.now() - startedAt) / 1000)} s`);
}

/** A hash over everything that goes into the build. */
function fingerprintOf(root: string): string {
  const hash = createHash("sha256").update(process.versions.node.split(".")[0] ?? "");
  const configurations = readdirSync(root).filter((name) => /^(next|postcss)\.config\.\w+$/.test(name));
  const files = [
    ...SOURCES.flatMap((folder) => filesBelow(join(root, folder))),
    ...[...SOURCE_FILES, ...configurations].map((name) => join(root, name)),
  ];
  for (const file of files.sort()) {
    if (!existsSync(file)) continue;
    const content = readFileSync(file);
    hash.update(`${relative(root, file)}\0${content.length}\0`).update(content);
  }
  for (const [name, value] of Object.entries(process.env).sort()) {
    if (name.startsWith("NEXT_PUBLIC_")) hash.update(`${name}=${value}\0`);
  }
  return hash.digest("hex");
}

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return /\.test\.tsx?$|\.md$/.test(entry.name) ? [] : [path];
  });
}

function runBuild(root: string, signal: AbortSignal | undefined): Promise<{ status: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, "node_modules/next/dist/bin/next"), "build"], {
      cwd: root,
      env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    const abort = () => child.pid !== undefined && signalGroup(child.pid, "SIGKILL");
    signal?.addEventListener("abort", abort, { once: true });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        output = (output + chunk.toString()).slice(-20_000);
      });
    }
    child.once("error", (error) => resolve({ status: null, output: error.message }));
    child.once("close", (status) => {
      signal?.removeEventListener("abort", abort);
      resolve({ status, output });
    });
  });
}
