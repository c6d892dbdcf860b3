import { Counter, Gauge, Registry } from "prom-client";
import { VERDICTS, type Verdict } from "@/lib/core/enums";
import { EventLoopLag } from "@/lib/infra/metrics/event-loop";
import { FastHistogram } from "@/lib/infra/metrics/histogram";

const LATENCY_BUCKETS = [
  0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5,
];

/** A number that is read when the page is asked for. */
export type Reading = { name: string; help: string; read: () => number; kind?: "counter" | "gauge" };

/** What the gateway counts, and the page Prometheus reads. The hot path adds to plain numbers only. */
export class Measurements {
  readonly lag = new EventLoopLag();
  readonly #registry = new Registry();
  readonly #verdicts = new Map<Verdict, { count: number }>(VERDICTS.map((verdict) => [verdict, { count: 0 }]));
  readonly #latency = new FastHistogram({
    name: "latchkey_gateway_decision_seconds",
    help: "Time from reading a call to its answer being on file.",
    buckets: LATENCY_BUCKETS,
    registers: [],
  });
  readonly #answers = new Map<number, number>();
  #page: Promise<string> | undefined;

  constructor() {
    this.#registry.registerMetric(this.#latency);
    const verdicts = this.#verdicts;
    this.#counter("latchkey_gateway_verdicts_total", "Verdicts, by code.", "code", () =>
      [...verdicts].map(([code, { count }]) => [code, count]),
    );
    this.#counter("latchkey_gateway_answers_total", "HTTP answers other than 200, by status.", "status", () =>
      [...this.#answers].map(([status, count]) => [String(status), count]),
    );
    this.add([
      {
        name: "latchkey_gateway_event_loop_lag_seconds",
        help: "Latest lag of the event loop.",
        read: () => this.lag.latest / 1000,
      },
      {
        name: "latchkey_gateway_event_loop_lag_worst_seconds",
        help: "Worst lag of the event loop since this was last read.",
        read: () => this.lag.takeWorst() / 1000,
      },
      {
        name: "latchkey_gateway_heap_bytes",
        help: "Memory of the runtime's heap in use.",
        read: () => process.memoryUsage().heapUsed,
      },
      { name: "process_resident_memory_bytes", help: "Resident memory.", read: () => process.memoryUsage.rss() },
      {
        name: "process_cpu_seconds_total",
        help: "User and system time.",
        kind: "counter",
        read: () => {
          const { user, system } = process.cpuUsage();
          return (user + system) / 1e6;
        },
      },
    ]);
  }

  /** Counts one verdict and how long it took (milliseconds). */
  verdict(verdict: Verdict, milliseconds: number): void {
    const counted = this.#verdicts.get(verdict);
    if (counted) counted.count += 1;
    this.#latency.add(milliseconds / 1000);
  }

  answer(status: number): void {
    this.#answers.set(status, (this.#answers.get(status) ?? 0) + 1);
  }

  add(readings: readonly Reading[]): void {
    for (const { name, help, read, kind } of readings) {
      if (kind === "counter") this.#counter(name, help, null, () => [["", read()]]);
      else {
        const gauge: Gauge = new Gauge({ name, help, registers: [this.#registry], collect: () => gauge.set(read()) });
      }
    }
  }

  #counter(name: string, help: string, label: string | null, read: () => [string, number][]): void {
    const counter: Counter = new Counter({
      name,
      help,
      labelNames: label === null ? [] : [label],
      registers: [this.#registry],
      collect: () => {
        counter.reset();
        for (const [value, count] of read()) {
          if (label === null) counter.inc(count);
          else counter.inc({ [label]: value }, count);
        }
      },
    });
  }

  /** What Prometheus reads. Those who ask at the same time get the same page: making one is dear. */
  page(): Promise<string> {
    this.#page ??= this.#registry.metrics().finally(() => {
      this.#page = undefined;
    });
    return this.#page;
  }

  stop(): void {
    this.lag.stop();
  }
}
