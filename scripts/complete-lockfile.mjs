/**
 * Completes package-lock.json for every platform.
 *
 * A registry that lacks some platforms' binaries makes npm drop them from the lock, and `npm ci` then refuses
 * it (EUSAGE, "Missing … from lock file"). Each missing optional dependency is added with the platform its
 * name says. Addresses of a registry are taken out, so that the lock installs from any registry.
 *
 *   node scripts/complete-lockfile.mjs [--check] [FILE]
 */
import { readFileSync, writeFileSync } from "node:fs";

const OPERATING_SYSTEMS = [
  "android",
  "darwin",
  "freebsd",
  "linux",
  "netbsd",
  "openbsd",
  "openharmony",
  "sunos",
  "win32",
];
const PROCESSORS = ["arm64", "arm", "ia32", "loong64", "mips64el", "ppc64", "riscv64", "s390x", "wasm32", "x64"];

/** The `os`, `cpu` and `libc` fields that a platform package of this name has. */
export function platformOf(name) {
  const words = name.split("/").pop()?.replace("windows", "win32").split(/[-.]/) ?? [];
  const os = OPERATING_SYSTEMS.filter((entry) => words.includes(entry));
  const cpu = PROCESSORS.filter((entry) => words.includes(entry));
  const libc = words.some((word) => word.startsWith("musl"))
    ? ["musl"]
    : words.some((word) => word.startsWith("gnu")) && os.includes("linux")
      ? ["glibc"]
      : [];
  return { ...(cpu.length && { cpu }), ...(os.length && { os }), ...(libc.length && { libc }) };
}

/** Adds what is missing to a parsed lock, in place, and tells what it did. */
export function completeLockfile(lock) {
  const packages = lock.packages;
  const added = [];
  const addresses = [];
  for (const [path, entry] of Object.entries(packages)) {
    if (typeof entry.resolved === "string" && /^https?:/.test(entry.resolved)) {
      addresses.push(path);
      delete entry.resolved;
    }
    for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
      const version = range.replace(/^[\^~]/, "");
      const exact = version === range;
      const found = resolve(packages, path, name);
      if (found && (!exact || packages[found].version === version)) continue;
      const platform = platformOf(name);
      // A plain optional package (fsevents) carries no platform in its name; npm keeps those by itself.
      if (!platform.os && !platform.cpu) continue;
      const place = found || packages[`node_modules/${name}`] ? `${path}/node_modules/${name}` : `node_modules/${name}`;
      packages[place] = { version, ...platform, ...(entry.dev && { dev: true }), optional: true };
      added.push(`${name}@${version}`);
    }
  }
  lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, "en")));
  return { added, addresses };
}

/** Where node's resolution finds `name` from the package at `path`, or undefined. */
function resolve(packages, path, name) {
  for (let base = path; ; base = base.slice(0, Math.max(0, base.lastIndexOf("/node_modules/")))) {
    const candidate = `${base ? `${base}/` : ""}node_modules/${name}`;
    if (packages[candidate]) return candidate;
    if (!base) return undefined;
    if (!base.includes("/node_modules/")) base = "";
  }
}

function main(args) {
  const check = args.includes("--check");
  const file = args.find((argument) => !argument.startsWith("--")) ?? "package-lock.json";
  const lock = JSON.parse(readFileSync(file, "utf8"));
  const { added, addresses } = completeLockfile(lock);
  if (added.length === 0 && addresses.length === 0) {
    console.log(`${file} is complete.`);
    return 0;
  }
  const words = `${added.length} platform packages missing, ${addresses.length} registry addresses`;
  if (check) {
    console.error(`${file}: ${words}; run: node scripts/complete-lockfile.mjs`);
    for (const entry of added) console.error(`  missing ${entry}`);
    return 1;
  }
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`${file} completed (${words}).`);
  return 0;
}

if (process.argv[1]?.endsWith("complete-lockfile.mjs")) process.exitCode = main(process.argv.slice(2));
