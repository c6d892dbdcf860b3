import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isId, newId } from "@/lib/core/ids";

/** The node's id, kept in its spool folder: a segment belongs to it however often the process starts. */
export function readNodeId(directory: string): string {
  const path = join(directory, "node");
  if (existsSync(path)) {
    const id = readFileSync(path, "utf8").trim();
    if (isId("node", id)) return id;
  }
  const id = newId("node");
  writeFileSync(path, id, { mode: 0o600 });
  return id;
}
