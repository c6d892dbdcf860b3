import { parseArgs } from "node:util";
import type { AdminCommand } from "@/scripts/admin-runner/command";

/** For installations whose processes are started alone: `npm start` does the same before it starts them. */
export const command: AdminCommand = {
  name: "migrate",
  summary: "Bring the database to the newest schema; harmless when it is there.",
  usage: "migrate [--urls] [--json]",
  async run(args, context) {
    const { values } = parseArgs({ args, options: { urls: { type: "boolean", default: false } }, strict: true });
    const { appUrl, gatewayUrl, applied } = await context.database();
    const done =
      applied === 0 ? "The schema is the newest." : `${applied} migration${applied === 1 ? "" : "s"} applied.`;
    // The logins hold passwords: they are shown to those who ask for them.
    if (!values.urls) return { json: { applied }, text: done };
    return {
      json: { applied, DATABASE_APP_URL: appUrl, DATABASE_GATEWAY_URL: gatewayUrl },
      text: `${done}\nDATABASE_APP_URL=${appUrl}\nDATABASE_GATEWAY_URL=${gatewayUrl}`,
    };
  },
};
