import { setTimeout as sleep } from "node:timers/promises";
import { StartError } from "@/scripts/start/start-error";

/** Where a server that listens on `host` is reached from this machine. */
export function localUrl(host: string | undefined, port: number): string {
  const everywhere = host === undefined || host === "0.0.0.0" || host === "::";
  const name = everywhere ? "localhost" : host.includes(":") ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

/** Waits until a page answers with a status that `accepts` takes, and gives that answer. Throws StartError after `patienceMs`. */
export async function waitForAnswer(
  name: string,
  url: string,
  accepts: (status: number) => boolean,
  signal: AbortSignal,
  patienceMs = 120_000,
): Promise<Response> {
  let last = "it did not answer";
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await sleep(100)) {
    signal.throwIfAborted();
    try {
      const answer = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]) });
      await answer.body?.cancel();
      if (accepts(answer.status)) return answer;
      last = `its last answer was ${answer.status}`;
    } catch {
      last = "it did not answer";
    }
  }
  throw new StartError(`${name} was not ready at ${url} after ${patienceMs / 1000} s; ${last}`);
}
