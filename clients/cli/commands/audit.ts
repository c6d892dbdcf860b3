import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { AuditFormatError, verifyAuditExport } from "../../sdk/audit";
import { type CliCommand, EXIT, listOf, needed, UsageError } from "../command";

/** Checks an export of the audit trail without any connection. */
export const AUDIT_VERIFY: CliCommand = {
  name: "audit verify",
  summary: "Check an export of the audit trail (JSON Lines), offline, and name the first row that is broken.",
  usage: "audit verify FILE --public-key BASE64… (as GET …/audit-events/checkpoints gives it)",
  async run(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { "public-key": { type: "string", multiple: true } },
    });
    const path = needed(positionals[0], "The file");
    const report = await verifyAuditExport(() => linesOf(path), listOf(values["public-key"]) ?? []).catch((error) => {
      if (error instanceof AuditFormatError) throw new UsageError(error.message);
      throw error;
    });
    if (report.fault) return { json: report, text: `BROKEN: ${report.fault.message}`, status: EXIT.no };
    const signed =
      report.signedUpTo === 0
        ? "No checkpoint vouches for it."
        : `Signed checkpoints vouch for rows up to ${report.signedUpTo}.`;
    const rest = report.complete ? "" : " It was exported with filters, so rows are left out.";
    return { json: report, text: `${report.events} rows are as they were recorded. ${signed}${rest}` };
  },
};

async function* linesOf(path: string): AsyncGenerator<string> {
  try {
    yield* createInterface({ input: createReadStream(path, "utf8"), crlfDelay: Number.POSITIVE_INFINITY });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT")
      throw new UsageError(`There is no file ${path}.`);
    throw error;
  }
}
