import { readFileSync } from "node:fs";
import { nodeComplaint } from "@/scripts/start/node-version";

const manifest: { engines: { node: string } } = JSON.parse(
  readFileSync(new URL("../package.json", import.meta.url), "utf8"),
);
const complaint = nodeComplaint(process.versions.node, manifest.engines.node);
if (complaint) {
  console.error(complaint);
  process.exit(1);
}
// Loaded after the check: an older Node could not even read the rest.
const { runDemo } = await import("@/scripts/demo/run");
process.exit(await runDemo());
