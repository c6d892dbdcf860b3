import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { prepareFolder, requireFreePort } from "@/scripts/start/installation";
import { nodeComplaint } from "@/scripts/start/node-version";
import { openInstallation } from "@/scripts/start/settings";
import { explainFailure } from "@/scripts/start/start-error";

const isRoot = process.getuid?.() === 0;
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "latchkey-installation-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function refusal(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return explainFailure(error);
  }
  return "";
}

/** Mounts a memory file system at a folder for as long as `action` runs; false where that is not allowed. */
function onMount(options: string, action: (folder: string) => void): boolean {
  const folder = join(root, "mount");
  mkdirSync(folder);
  if (spawnSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", folder]).status !== 0) return false;
  try {
    action(folder);
  } finally {
    spawnSync("umount", ["-l", folder]);
  }
  return true;
}

it("the folder is private, but root's can be passed through by Postgres' user", () => {
  const directory = join(root, ".latchkey");
  prepareFolder(directory);
  expect(statSync(directory).mode & 0o777).toBe(isRoot ? 0o711 : 0o700);
});

it("a bad variable stops the start before anything is written", () => {
  const directory = join(root, ".latchkey");
  expect(refusal(() => openInstallation({ LATCHKEY_DIRECTORY: directory, WEB_PORT: "http" }))).toBe(
    "WEB_PORT must be a port from 1 to 65535.",
  );
  expect(statSync(directory, { throwIfNoEntry: false })).toBeUndefined();
});

it("too little room is one sentence with both sizes", () => {
  expect(refusal(() => prepareFolder(root, 2 ** 60))).toMatch(
    /^Only \d+ MB are free for .*; Latchkey needs at least \d+ MB\.$/,
  );
});

it("a folder that is a file is one sentence", () => {
  writeFileSync(join(root, "file"), "");
  expect(refusal(() => prepareFolder(join(root, "file")))).toMatch(/^Latchkey could not go on: .*\.$/);
});

it.runIf(isRoot)("a read-only file system is one sentence that names the folder", (context) => {
  const ran = onMount("ro", (folder) => {
    const sentence = refusal(() => prepareFolder(join(folder, ".latchkey")));
    expect(sentence).toBe(
      `The file system is read-only, so ${join(folder, ".latchkey")} cannot be written; Latchkey needs to write in its own folder.`,
    );
  });
  if (!ran) context.skip("this machine does not allow mounts");
});

it.runIf(isRoot)("a full disk is one sentence", (context) => {
  const ran = onMount("size=64k", (folder) => {
    const fill = () => writeFileSync(join(folder, "fill"), Buffer.alloc(128 * 1024));
    expect(refusal(fill)).toMatch(/^No space is left on the device/);
    expect(refusal(() => prepareFolder(join(folder, ".latchkey")))).not.toBe("");
  });
  if (!ran) context.skip("this machine does not allow mounts");
});

it("a taken port is one sentence that names the variable to change", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  await expect(requireFreePort(port, undefined, "WEB_PORT")).rejects.toThrow(
    `Port ${port} is taken by another program; stop that program or set WEB_PORT to a free port.`,
  );
  await new Promise((resolve) => server.close(resolve));
  await expect(requireFreePort(port, undefined, "WEB_PORT")).resolves.toBeUndefined();
});

it.each([
  ["18.20.0", "Latchkey needs Node 20.19 or later, and this is Node 18.20.0."],
  ["20.18.9", "Latchkey needs Node 20.19 or later, and this is Node 20.18.9."],
  ["20.19.0", null],
  ["24.1.0", null],
])("Node %s is judged: %s", (version, expected) => expect(nodeComplaint(version, ">=20.19")).toBe(expected));
