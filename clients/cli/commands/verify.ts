import { parseArgs } from "node:util";
import { type CliCommand, EXIT, listOf, needed } from "../command";

/** Asks the verify server about one key. */
export const VERIFY: CliCommand = {
  name: "verify",
  summary: "Ask the verify server about a key. `-` reads it from standard input, so that it is in no process list.",
  usage: "verify KEY|- [--scope S…] [--method GET] [--path /invoices/42] [--ip 203.0.113.7]",
  async run(args, context) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        scope: { type: "string", multiple: true },
        method: { type: "string" },
        path: { type: "string" },
        ip: { type: "string" },
      },
    });
    const named = needed(positionals[0], "The key");
    const key = named === "-" ? (await context.readInput()).trim() : named;
    const scopes = listOf(values.scope);
    const answer = await context.verifier()({
      key,
      ...(scopes ? { scopes } : {}),
      ...(values.method === undefined ? {} : { method: values.method }),
      ...(values.path === undefined ? {} : { path: values.path }),
      ...(values.ip === undefined ? {} : { ip: values.ip }),
    });
    const words = answer.valid ? "valid" : `refused: ${answer.code}`;
    const of = answer.keyId ? ` (${answer.name ?? ""}, ${answer.keyId}, ${answer.environment ?? ""})` : "";
    return { json: answer, text: `${words}${of}`, status: answer.valid ? EXIT.done : EXIT.no };
  },
};
