import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { runStep } from "@/scripts/run-step";

const CHROMIUM_NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const CHROMIUM_PLACES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];
/** Servers of distributions are not on every user's PATH. */
const SYSTEM_FOLDERS = ["/usr/local/sbin", "/usr/sbin", "/sbin", "/opt/homebrew/bin"];

/** Where a program is, or null. */
function findProgram(name: string, path: string = process.env.PATH ?? ""): string | null {
  for (const folder of [...path.split(delimiter), ...SYSTEM_FOLDERS]) {
    const candidate = join(folder || ".", name);
    try {
      accessSync(candidate, constants.X_OK);
      return candidate;
    } catch {
      // Not here.
    }
  }
  return null;
}

/** The PATH under which tests find what `findProgram` finds. */
export function testPath(): string {
  return [process.env.PATH ?? "", ...SYSTEM_FOLDERS].join(delimiter);
}

/** A Chromium for the browser tests: its path, or null for Playwright's own. */
export type Chromium = { path: string | null };

/** Finds a Chromium that starts, installing one where there is none. Undefined when none can be had. */
export async function ensureChromium(tell: (message: string) => void): Promise<Chromium | undefined> {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (await starts(named)) return { path: named };
    tell(`CHROMIUM_PATH (${named}) does not start; looking for another Chromium`);
  }
  const installed = await findChromium();
  if (installed) return installed;
  if (await installPackages(["chromium"], tell)) {
    const found = await findChromium();
    if (found) return found;
  }
  tell("downloading Playwright's Chromium");
  const { status, output } = await runStep(process.execPath, [
    "node_modules/@playwright/test/cli.js",
    "install",
    "chromium",
  ]);
  if (status !== 0) tell(output.trim());
  return findChromium();
}

/** Makes servers that tests use available where that is possible; tests that lack one skip themselves. */
export async function ensureServers(packages: Record<string, string>, tell: (message: string) => void): Promise<void> {
  const missing = () => Object.keys(packages).filter((program) => findProgram(program) === null);
  if (missing().length > 0)
    await installPackages(
      missing().flatMap((program) => packages[program] ?? []),
      tell,
    );
  for (const program of missing()) tell(`${program} is not installed; tests that need it are skipped`);
}

async function findChromium(): Promise<Chromium | undefined> {
  const candidates = [...CHROMIUM_NAMES.map((name) => findProgram(name)), ...CHROMIUM_PLACES];
  for (const candidate of candidates) {
    if (candidate !== null && existsSync(candidate) && (await starts(candidate))) return { path: candidate };
  }
  const { chromium } = await import("@playwright/test");
  return existsSync(chromium.executablePath()) ? { path: null } : undefined;
}

async function starts(program: string): Promise<boolean> {
  return (await runStep(program, ["--version"])).status === 0;
}

/** Installs Debian packages where this user may; false elsewhere or when it failed. */
async function installPackages(packages: string[], tell: (message: string) => void): Promise<boolean> {
  if (process.getuid?.() !== 0 || findProgram("apt-get") === null) return false;
  tell(`installing ${packages.join(", ")} with apt-get`);
  // RUNLEVEL keeps the packages from starting their services, whose ports the tests do not want taken.
  const variables = { DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
  await runStep("apt-get", ["update", "-q"], { variables });
  const { status, output } = await runStep("apt-get", ["install", "-y", "-q", "--no-install-recommends", ...packages], {
    variables,
  });
  if (status !== 0) tell(output.trim().split("\n").slice(-3).join("\n"));
  return status === 0;
}
