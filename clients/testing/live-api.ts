import { once } from "node:events";
import { createServer } from "node:http";
import { buffer } from "node:stream/consumers";
import { type ApiHarness, createApiHarness } from "@/server/api/testing/harness";
import { GatewayProcess } from "@/server/gateway/testing/process";

/** The real API and a real verify server, listening, over one real database. */
export type LiveApi = { harness: ApiHarness; url: string; gateway: GatewayProcess; close(): Promise<void> };

export async function startLiveApi(): Promise<LiveApi> {
  const harness = await createApiHarness();
  const server = createServer(async (incoming, outgoing) => {
    const body = await buffer(incoming);
    const headers = new Headers();
    for (const [name, value] of Object.entries(incoming.headers))
      if (value !== undefined) headers.set(name, String(value));
    headers.set("x-latchkey-socket-address", "203.0.113.9");
    const method = incoming.method ?? "GET";
    const answer = await harness.api.fetch(
      new Request(`http://localhost:3000${incoming.url ?? "/"}`, {
        method,
        headers,
        ...(body.length > 0 ? { body: new Uint8Array(body) } : {}),
      }),
    );
    outgoing.writeHead(answer.status, Object.fromEntries(answer.headers));
    outgoing.end(Buffer.from(await answer.arrayBuffer()));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("The API has no port.");
  const gateway = await GatewayProcess.start({
    runtime: "node",
    databaseUrl: harness.database.gatewayUrl,
    waitUntilReady: false,
  });
  // A busy machine takes its time to start a process; that is not what is tested.
  await gateway.untilReady(90_000);
  return {
    harness,
    gateway,
    url: `http://127.0.0.1:${address.port}`,
    close: async () => {
      await gateway.remove();
      server.closeAllConnections();
      server.close();
      await harness.close();
    },
  };
}
