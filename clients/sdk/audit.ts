import { createHash, createPublicKey, verify } from "node:crypto";

/** What is known about an exported audit trail after it was read to its end. */
export type AuditReport = {
  organizationId: string;
  /** False where filters left events out: then only what is there was checked. */
  complete: boolean;
  events: number;
  /** The newest event that a checkpoint of a trusted key vouches for; 0 when there is none. */
  signedUpTo: number;
  /** The first thing that is wrong, by the number of its row; null when all is as it was recorded. */
  fault: { seq: number; message: string } | null;
};

/** The file is not an audit export in JSON Lines. */
export class AuditFormatError extends Error {
  override readonly name = "AuditFormatError";
}

type Line = Record<string, unknown>;
type Checkpoint = { seq: number; link: string; at: string };

// RFC 8410: what stands before the 32 bytes of an Ed25519 key in SubjectPublicKeyInfo.
const PUBLIC_HEADER = Buffer.from("302a300506032b6570032100", "hex");
const GENESIS = "0".repeat(64);

/**
 * Checks an export (`GET …/audit-events/export?format=jsonl`) without Latchkey: every event's link over the one before,
 * and the signed checkpoints against the public keys that you trust (raw, in base64, as `…/checkpoints` gives them).
 * `read` gives the lines and is called twice, so memory does not grow with the trail. @throws AuditFormatError.
 */
export async function verifyAuditExport(
  read: () => AsyncIterable<string>,
  trustedKeys: readonly string[],
): Promise<AuditReport> {
  const { header, lastSeq, checkpoints, fault: forged } = await readFrame(read, trustedKeys);
  const complete = header.complete === true;
  let fault = forged;
  const report = (seq: number, message: string) => {
    if (fault === null || seq < fault.seq) fault = { seq, message };
  };
  let seq = 0;
  let link = GENESIS;
  let events = 0;
  let signedUpTo = 0;
  for await (const line of linesOf(read)) {
    if (line.type !== "event") continue;
    const { type, link: stated, hash, previousLink, ...content } = line;
    const number = Number(content.seq);
    const joins = complete ? undefined : previousLink;
    if (typeof joins === "string") link = joins;
    else if (number !== seq + 1)
      report(Math.min(number, seq + 1), `Rows are missing or out of order after row ${seq}.`);
    const expected = createHash("sha256").update(Buffer.from(link, "hex")).update(canonicalJson(content)).digest("hex");
    if (expected !== stated) report(number, `Row ${number} (${String(content.id)}) is not what was recorded.`);
    for (const checkpoint of checkpoints.get(number) ?? []) {
      if (checkpoint.link === stated) signedUpTo = number;
      else report(number, `Row ${number} or one before it is not what the checkpoint of ${checkpoint.at} signed.`);
    }
    link = String(stated);
    seq = number;
    events += 1;
  }
  if (lastSeq === null || lastSeq > seq) report(seq + 1, `The end of the export was cut off after row ${seq}.`);
  return { organizationId: String(header.organizationId), complete, events, signedUpTo, fault };
}

/** Everything of the file but its events. */
async function readFrame(read: () => AsyncIterable<string>, trustedKeys: readonly string[]) {
  const checkpoints = new Map<number, Checkpoint[]>();
  let header: Line | null = null;
  let lastSeq: number | null = null;
  let fault: AuditReport["fault"] = null;
  for await (const line of linesOf(read)) {
    if (line.type === "header" && line.format === "latchkey-audit/1") header = line;
    if (line.type === "end" && typeof line.lastSeq === "number") lastSeq = line.lastSeq;
    if (line.type !== "checkpoint") continue;
    const seq = Number(line.seq);
    const wrong = !isSigned(line)
      ? `The signature of the checkpoint at ${seq} is wrong.`
      : trustedKeys.includes(String(line.publicKey))
        ? null
        : `The checkpoint at ${seq} is signed with a key that you do not trust.`;
    if (wrong === null) {
      const checkpoint = { seq, link: String(line.link), at: String(line.at) };
      checkpoints.set(seq, [...(checkpoints.get(seq) ?? []), checkpoint]);
    } else if (fault === null || seq < fault.seq) fault = { seq, message: wrong };
  }
  if (!header) throw new AuditFormatError("The file is not an audit export: it has no header line.");
  return { header, lastSeq, checkpoints, fault };
}

function isSigned(line: Line): boolean {
  const raw = Buffer.from(String(line.publicKey), "base64");
  if (raw.length !== 32) return false;
  const statement = canonicalJson({
    format: "latchkey-audit-checkpoint/1",
    organizationId: line.organizationId,
    seq: line.seq,
    link: line.link,
    at: line.at,
  });
  const key = createPublicKey({ key: Buffer.concat([PUBLIC_HEADER, raw]), format: "der", type: "spki" });
  return verify(null, Buffer.from(statement), key, Buffer.from(String(line.signature), "base64"));
}

async function* linesOf(read: () => AsyncIterable<string>): AsyncGenerator<Line> {
  let number = 0;
  for await (const text of read()) {
    number += 1;
    if (text.trim() === "") continue;
    yield parseLine(text, number);
  }
}

function parseLine(text: string, number: number): Line {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && "type" in value) return { ...value };
  } catch {
    // Told below, with the line's number.
  }
  throw new AuditFormatError(`Line ${number} is not a line of an audit export.`);
}

/** JSON with sorted keys: the form that links and signatures cover. */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`);
    return `{${members.join(",")}}`;
  }
  return JSON.stringify(value ?? null);
}
