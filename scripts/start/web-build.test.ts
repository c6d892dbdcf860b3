import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ensureWebBuild } from "@/scripts/start/web-build";

let root: string;
const builds = () => (existsSync(join(root, "builds")) ? readFileSync(join(root, "builds"), "utf8").length : 0);
const build = (signal?: AbortSignal) => ensureWebBuild(() => undefined, signal, root);

/** A project whose `next build` is `script`; it counts its runs in `builds`. */
function project(script: string): void {
  mkdirSync(join(root, "node_modules/next/dist/bin"), { recursive: true });
  writeFileSync(
    join(root, "node_modules/next/dist/bin/next"),
    `const fs = require("fs"); fs.appendFileSync("builds", "x"); fs.mkdirSync(".next", { recursive: true }); ${script}`,
  );
}

const good = `fs.writeFileSync(".next/BUILD_ID", "1");`;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "latchkey-build-"));
  for (const folder of ["app", "server/gateway"]) mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, "app/page.tsx"), "one");
  writeFileSync(join(root, "package-lock.json"), "{}");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it("the pages are built once, and again only after a change of what they are built from", async () => {
  project(good);
  await build();
  await build();
  expect(builds()).toBe(1);
  writeFileSync(join(root, "server/gateway/main.ts"), "not part of the pages");
  writeFileSync(join(root, "app/page.test.tsx"), "not part of the pages");
  await build();
  expect(builds()).toBe(1);
  writeFileSync(join(root, "app/page.tsx"), "two");
  await build();
  expect(builds()).toBe(2);
  writeFileSync(join(root, "package-lock.json"), '{"changed":true}');
  await build();
  expect(builds()).toBe(3);
});

it("a failed build is told in the build's own words and leaves nothing that a later one could trip over", async () => {
  project(
    `fs.writeFileSync(".next/cache", "poisoned"); console.error("app/page.tsx: Unexpected token"); process.exit(1);`,
  );
  await expect(build()).rejects.toThrow(/could not be built:\s+app\/page\.tsx: Unexpected token/);
  expect(existsSync(join(root, ".next"))).toBe(false);
  project(good);
  await build();
  expect(existsSync(join(root, ".next/BUILD_ID"))).toBe(true);
});

it("what a killed build left is removed before the next one", async () => {
  mkdirSync(join(root, ".next"));
  writeFileSync(join(root, ".next/half"), "");
  project(`if (fs.existsSync(".next/half")) process.exit(1); ${good}`);
  await build();
  expect(builds()).toBe(1);
});

it("a build that is interrupted ends at once and is not taken for a finished one", async () => {
  project(`${good} setInterval(() => {}, 1000);`);
  const controller = new AbortController();
  const running = build(controller.signal);
  setTimeout(() => controller.abort(), 500);
  await running;
  expect(existsSync(join(root, ".next"))).toBe(false);
});
