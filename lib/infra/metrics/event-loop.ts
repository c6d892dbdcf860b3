const EVERY = 100;

/** Watches how late timers come: the lag that every request shares. Milliseconds. */
export class EventLoopLag {
  readonly #timer: NodeJS.Timeout;
  #due = performance.now() + EVERY;
  #worst = 0;
  latest = 0;

  constructor() {
    this.#timer = setInterval(() => {
      const now = performance.now();
      this.latest = Math.max(0, now - this.#due);
      if (this.latest > this.#worst) this.#worst = this.latest;
      this.#due = now + EVERY;
    }, EVERY);
    this.#timer.unref();
  }

  /** The worst lag since this was last asked. */
  takeWorst(): number {
    const worst = this.#worst;
    this.#worst = 0;
    return worst;
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
