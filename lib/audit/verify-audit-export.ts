import { z } from "zod";
import { invalidInput } from "@/lib/core/errors";
import { ChainChecker, type ChainFault } from "./chain-checker";
import type { SignedCheckpoint } from "./checkpoint";
import { auditCheckpointSchema, auditEventSchema } from "./schema";

export type ExportReport = {
  organizationId: string;
  /** False where filters left events out: then only what is there was checked. */
  complete: boolean;
  events: number;
  checkpoints: number;
  /** The newest event that a signed checkpoint vouches for; events after it are consistent, but signed by nobody yet. */
  signedUpTo: number;
  fault: ChainFault | null;
};

const hex = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .transform((text) => Buffer.from(text, "hex"));
const headerLine = z.object({
  type: z.literal("header"),
  format: z.literal("latchkey-audit/1"),
  organizationId: z.string(),
  complete: z.boolean(),
});
const eventLine = auditEventSchema.extend({
  type: z.literal("event"),
  organizationId: z.string(),
  previousLink: hex.optional(),
  link: hex,
  hash: hex,
});
const checkpointLine = auditCheckpointSchema.extend({ type: z.literal("checkpoint") });
const endLine = z.object({ type: z.literal("end"), events: z.int(), lastSeq: z.int() });
const anyLine = z.discriminatedUnion("type", [headerLine, eventLine, checkpointLine, endLine]);

/** A checkpoint as the API gives it, ready to be checked. */
export function readCheckpoint(value: unknown): SignedCheckpoint {
  const { organizationId, seq, at, link, signature, publicKey } = auditCheckpointSchema.parse(value);
  return {
    organizationId,
    seq,
    at: new Date(at),
    link: Buffer.from(link, "hex"),
    signature: Buffer.from(signature, "base64"),
    publicKey,
  };
}

/**
 * Checks a JSON Lines export without the installation: the links of its events, and its checkpoints against the public
 * keys that are trusted. `read` gives the lines and is called twice, because checkpoints stand after the events.
 * @throws invalid_input when it is not an export at all.
 */
export async function verifyAuditExport(
  read: () => AsyncIterable<string>,
  trusted: readonly string[],
): Promise<ExportReport> {
  const checker = new ChainChecker(null);
  let header: z.output<typeof headerLine> | null = null;
  let end: z.output<typeof endLine> | null = null;
  for await (const line of linesOf(read)) {
    if (line.type === "header") header = line;
    if (line.type === "end") end = line;
    if (line.type === "checkpoint") checker.addCheckpoint(readCheckpoint(line), trusted);
  }
  if (!header) throw invalidInput("file", "The file is not an audit export: it has no header line.");
  const { organizationId, complete } = header;
  for await (const line of linesOf(read)) {
    if (line.type !== "event") continue;
    const { type, link, hash, previousLink, ...event } = line;
    checker.addEvent({ event, link, hash, previousLink: complete ? undefined : previousLink });
  }
  // A filtered export holds checkpoints of events that it leaves out; only its own end line says what must be there.
  checker.end({ lastSeq: end?.lastSeq ?? checker.lastSeq + 1 });
  return {
    organizationId,
    complete,
    events: checker.events,
    checkpoints: checker.confirmed,
    signedUpTo: checker.confirmedUpTo,
    fault: checker.fault,
  };
}

async function* linesOf(read: () => AsyncIterable<string>): AsyncGenerator<z.output<typeof anyLine>> {
  let number = 0;
  for await (const text of read()) {
    number += 1;
    if (text.trim() === "") continue;
    const parsed = anyLine.safeParse(parseJson(text));
    if (!parsed.success) throw invalidInput("file", `Line ${number} is not a line of an audit export.`);
    yield parsed.data;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
