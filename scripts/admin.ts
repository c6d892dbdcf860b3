import { runAdmin } from "@/scripts/admin-runner/run";

process.exitCode = await runAdmin(process.argv.slice(2), {
  out: (text) => console.log(text),
  err: (text) => console.error(text),
});
