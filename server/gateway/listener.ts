import pg from "pg";
import type { Trust } from "./trust";

/** What a change tells: which rows of which table of which organization. `ids` null: all of them. */
export type VerdictChange = { table: string; organization: string; ids: string[] | null };

export type ListenerOptions = {
  url: string;
  trust: Trust;
  node: { id: string; name: string; details: Record<string, unknown> };
  onChange: (change: VerdictChange) => void;
  /** A new life begins: whatever is under way may have missed a change. Called before anything is trusted again. */
  onReconnect: () => void;
  onState: (listening: boolean, error?: unknown) => void;
};

const HEARTBEAT = 500;
const TOUCH = 1000;
const ANSWER_WITHIN = 1500;
const CONNECT_WITHIN = 2000;
const LONGEST_DELAY = 1000;
/** A clock this far from Postgres' is corrected by it. */
const CLOCK_TOLERANCE = 1000;
const DATABASE_CLOCK = "(extract(epoch FROM clock_timestamp()) * 1000)::float8";

/**
 * The gateway's ear: one connection of its own that listens for changes, proves twice a second that it hears,
 * acknowledges barriers and keeps the node's row. It comes back by itself.
 */
export class Listener {
  readonly #options: ListenerOptions;
  #client: pg.Client | undefined;
  #beat: NodeJS.Timeout | undefined;
  #again: NodeJS.Timeout | undefined;
  #beating = false;
  #touchedAt = Number.NEGATIVE_INFINITY;
  #barrier = 0;
  #acknowledged = 0;
  #acknowledging = false;
  #delay = 100;
  #stopped = false;
  #clockKnown = false;
  listening = false;
  reconnects = 0;
  changes = 0;
  /** Milliseconds to add to this machine's wall clock to get Postgres'. */
  clockOffset = 0;

  constructor(options: ListenerOptions) {
    this.#options = options;
  }

  /** Begins; resolves when it listens for the first time or the time is over. */
  async start(milliseconds: number): Promise<boolean> {
    const deadline = performance.now() + milliseconds;
    void this.#connect();
    while (!this.listening && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 10));
    return this.listening;
  }

  async #connect(): Promise<void> {
    if (this.#stopped) return;
    const client = new pg.Client({
      connectionString: this.#options.url,
      application_name: `latchkey-gateway-listener`,
      connectionTimeoutMillis: CONNECT_WITHIN,
      query_timeout: ANSWER_WITHIN,
      keepAlive: true,
    });
    this.#client = client;
    client.on("error", (error) => this.#lost(client, error));
    client.on("end", () => this.#lost(client, undefined));
    client.on("notification", (message) => {
      if (client === this.#client) this.#hear(message.payload ?? "");
    });
    try {
      await client.connect();
      await this.#register(client);
      const at = performance.now();
      await client.query("LISTEN latchkey_verdicts");
      // Before the first verdict: an expiry is judged by Postgres' clock from the start.
      await this.#compareClocks(client, false);
      if (client !== this.#client) return;
      this.#options.onReconnect();
      this.#options.trust.begin(at);
      this.listening = true;
      this.#delay = 100;
      this.#acknowledged = 0;
      this.#options.onState(true);
      this.#beat = setInterval(() => void this.#heartbeat(client), HEARTBEAT);
      // A barrier sent while nobody listened here was not heard; a later one stands for it too.
      await client.query("SELECT publish_verdict_barrier()");
    } catch (error) {
      this.#lost(client, error);
    }
  }

  #lost(client: pg.Client, error: unknown): void {
    if (client !== this.#client) return;
    this.#client = undefined;
    clearInterval(this.#beat);
    this.#beating = false;
    this.#acknowledging = false;
    client.on("error", () => undefined);
    // A connection into a black hole is not waited for: its socket is closed at once.
    void client.end().catch(() => undefined);
    const connection: unknown = Reflect.get(client, "connection");
    if (hasDestroyableStream(connection)) connection.stream.destroy();
    if (this.listening || error !== undefined) this.#options.onState(false, error);
    if (this.listening) this.reconnects += 1;
    this.listening = false;
    if (this.#stopped) return;
    this.#again = setTimeout(() => void this.#connect(), this.#delay);
    this.#delay = Math.min(this.#delay * 2, LONGEST_DELAY);
  }

  #hear(payload: string): void {
    const message: unknown = JSON.parse(payload);
    if (typeof message !== "object" || message === null) return;
    if ("barrier" in message && "epoch" in message && typeof message.epoch === "number") {
      this.#barrier = Math.max(this.#barrier, message.epoch);
      void this.#acknowledge();
      return;
    }
    if (!("table" in message) || typeof message.table !== "string") return;
    if (!("organization" in message) || typeof message.organization !== "string") return;
    const ids =
      "ids" in message && Array.isArray(message.ids) ? message.ids.filter((id) => typeof id === "string") : null;
    this.changes += 1;
    this.#options.onChange({ table: message.table, organization: message.organization, ids });
  }

  async #heartbeat(client: pg.Client): Promise<void> {
    if (this.#beating) return;
    this.#beating = true;
    const at = performance.now();
    try {
      // One query, not two: on a slow line each costs time in which nothing is proved.
      const touching = at - this.#touchedAt >= TOUCH - 50;
      if (touching) this.#touchedAt = at;
      const found = await this.#compareClocks(client, touching);
      this.#options.trust.prove(at);
      if (!found) await this.#register(client);
    } catch (error) {
      this.#lost(client, error);
    } finally {
      this.#beating = false;
    }
    // Where an answer takes longer than a beat the next one is not waited for, or trust would end between two.
    if (client === this.#client && performance.now() - at >= HEARTBEAT) void this.#heartbeat(client);
  }

  /** Asks Postgres' clock, and keeps the node's row alive with it where that is wanted. False: there is no such row. */
  async #compareClocks(client: pg.Client, touching: boolean): Promise<boolean> {
    const at = performance.now();
    const wall = Date.now();
    const answer = touching
      ? await client.query<{ now: number }>(
          `UPDATE gateway_nodes SET last_seen_at = now() WHERE id = $1 RETURNING ${DATABASE_CLOCK} AS now`,
          [this.#options.node.id],
        )
      : await client.query<{ now: number }>(`SELECT ${DATABASE_CLOCK} AS now`);
    const took = performance.now() - at;
    const now = answer.rows[0]?.now;
    // A slow answer says little about when it was given; what was known stays, unless nothing is known yet.
    if (now !== undefined && (took <= CLOCK_TOLERANCE || !this.#clockKnown)) {
      const offset = now - (wall + took / 2);
      this.#clockKnown = true;
      this.clockOffset = Math.abs(offset) > CLOCK_TOLERANCE ? Math.round(offset) : 0;
    }
    return now !== undefined;
  }

  async #register(client: pg.Client): Promise<void> {
    const { id, name, details } = this.#options.node;
    await client.query(
      `INSERT INTO gateway_nodes (id, name, started_at, last_seen_at, details) VALUES ($1, $2, now(), now(), $3)
       ON CONFLICT (id) DO UPDATE SET name = excluded.name, started_at = excluded.started_at,
         last_seen_at = excluded.last_seen_at, stopped_at = NULL, details = excluded.details`,
      [id, name, JSON.stringify(details)],
    );
    this.#touchedAt = performance.now();
  }

  /** Writes the newest barrier that was passed; those that come while one is written are written together. */
  async #acknowledge(): Promise<void> {
    const client = this.#client;
    if (this.#acknowledging || !client) return;
    this.#acknowledging = true;
    try {
      while (this.#barrier > this.#acknowledged && client === this.#client) {
        const barrier = this.#barrier;
        const at = performance.now();
        await client.query(
          "UPDATE gateway_nodes SET acknowledged_epoch = greatest(acknowledged_epoch, $2), last_seen_at = now() WHERE id = $1",
          [this.#options.node.id, barrier],
        );
        this.#acknowledged = barrier;
        // Whatever this connection answers proves that it heard what was committed before it was asked.
        this.#options.trust.prove(at);
      }
      this.#acknowledging = false;
    } catch (error) {
      this.#lost(client, error);
    }
  }

  /** Marks the node stopped and ends. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#again);
    clearInterval(this.#beat);
    const client = this.#client;
    this.#client = undefined;
    this.listening = false;
    if (!client) return;
    try {
      await client.query("UPDATE gateway_nodes SET stopped_at = now(), last_seen_at = now() WHERE id = $1", [
        this.#options.node.id,
      ]);
      await client.end();
    } catch {
      // Without Postgres the row cannot be marked: it falls out of the living by its age.
    }
  }
}

function hasDestroyableStream(value: unknown): value is { stream: { destroy(): void } } {
  if (typeof value !== "object" || value === null || !("stream" in value)) return false;
  const { stream } = value;
  return typeof stream === "object" && stream !== null && "destroy" in stream && typeof stream.destroy === "function";
}
