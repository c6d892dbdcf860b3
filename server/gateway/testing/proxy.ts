import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";

/** A TCP proxy before Postgres that can be cut, silently (a black hole) or with resets, slowed down, and moved to another server. */
export class CuttableProxy {
  readonly url: string;
  readonly #server: Server;
  readonly #pairs = new Set<[Socket, Socket]>();
  #silent = false;
  #delay = 0;
  #target: URL;

  private constructor(server: Server, url: string, target: URL) {
    this.#server = server;
    this.url = url;
    this.#target = target;
  }

  /** `url` is the database's; the proxy's own is `.url`. */
  static async before(url: string): Promise<CuttableProxy> {
    const target = new URL(url);
    const server = createServer();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    if (typeof address !== "object" || address === null) throw new Error("The proxy has no port.");
    const own = new URL(url);
    own.port = String(address.port);
    const proxy = new CuttableProxy(server, own.toString(), target);
    server.on("connection", (client) =>
      proxy.#join(client, connect(Number(proxy.#target.port), proxy.#target.hostname)),
    );
    return proxy;
  }

  #join(client: Socket, server: Socket): void {
    const pair: [Socket, Socket] = [client, server];
    this.#pairs.add(pair);
    const end = () => {
      this.#pairs.delete(pair);
      client.destroy();
      server.destroy();
    };
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      from.on("error", () => undefined);
      from.on("close", end);
      from.on("data", (chunk) => {
        // What is said during the silence is lost, as on a cut line.
        if (this.#silent) return;
        if (this.#delay === 0) to.write(chunk);
        else setTimeout(() => to.writable && to.write(chunk), this.#delay);
      });
    }
  }

  /** Nothing gets through any more, and nobody is told. */
  silence(): void {
    this.#silent = true;
  }

  /** Every chunk comes that many milliseconds late, in either direction. */
  slowDown(milliseconds: number): void {
    this.#delay = milliseconds;
  }

  /** New connections go to another server, as when an address is moved. */
  moveTo(url: string): void {
    this.#target = new URL(url);
  }

  /** All connections are reset; new ones get through. */
  reset(): void {
    for (const [client, server] of [...this.#pairs]) {
      client.resetAndDestroy();
      server.destroy();
    }
  }

  /** The line is back; what hung on it is gone. */
  restore(): void {
    this.#silent = false;
    this.reset();
  }

  async close(): Promise<void> {
    this.reset();
    this.#server.close();
  }
}
