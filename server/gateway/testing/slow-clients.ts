import { connect, type Socket } from "node:net";

const EVERY_MILLISECONDS = 250;

/** A client that keeps a connection busy as slowly as it can. */
export type SlowClient = {
  readonly kind: string;
  /** Milliseconds from the connection to its end by the server; undefined while it lives. */
  endedAfter(): number | undefined;
  /** What the server said before it ended the connection. */
  heard(): string;
  stop(): void;
};

/** What a slow client does once it is connected. */
export const SLOW_CLIENTS: Readonly<Record<string, (socket: Socket) => void>> = {
  "says nothing": () => undefined,
  "sends headers byte by byte": (socket) => drip(socket, `${POST}${"X-Padding: abc\r\n".repeat(200)}`),
  "sends a body byte by byte": (socket) => {
    socket.write(`${POST}Content-Type: application/json\r\nContent-Length: 5000\r\n\r\n`);
    drip(socket, " ".repeat(5000));
  },
  "stops in the middle of a body": (socket) => {
    socket.write(`${POST}Content-Type: application/json\r\nContent-Length: 5000\r\n\r\n{"key":`);
  },
};

const POST = "POST /v1/verify HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer lks_none\r\n";

function drip(socket: Socket, text: string): void {
  let at = 0;
  const timer = setInterval(() => {
    const next = text[at];
    at += 1;
    if (next !== undefined && socket.writable) socket.write(next);
    else clearInterval(timer);
  }, EVERY_MILLISECONDS);
  socket.on("close", () => clearInterval(timer));
}

/** Opens one; `act` is one of SLOW_CLIENTS. */
export function openSlowClient(url: string, kind: string, act: (socket: Socket) => void): SlowClient {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const began = performance.now();
  let ended: number | undefined;
  let heard = "";
  socket.on("data", (chunk) => {
    if (heard.length < 10_000) heard += chunk.toString("latin1");
  });
  socket.on("error", () => undefined);
  socket.on("close", () => {
    ended ??= performance.now() - began;
  });
  socket.on("connect", () => act(socket));
  return { kind, endedAfter: () => ended, heard: () => heard, stop: () => socket.destroy() };
}

/** Asks for `path` again and again on one connection and never reads an answer. */
export function openDeafClient(url: string, path: string, times: number): SlowClient {
  return openSlowClient(url, "does not read", (socket) => {
    socket.pause();
    for (let call = 0; call < times; call += 1) socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  });
}
