// Loaded before a gateway: its machine's wall clock is SHIFT_CLOCK_MILLISECONDS ahead. Monotonic time stays as it is.
const shift = Number(process.env.SHIFT_CLOCK_MILLISECONDS ?? 0);
const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...parts) {
    if (parts.length === 0) super(RealDate.now() + shift);
    else super(...parts);
  }
  static now() {
    return RealDate.now() + shift;
  }
};
