import { runAlone } from "@/scripts/start/run-alone";

process.exit(await runAlone("web"));
