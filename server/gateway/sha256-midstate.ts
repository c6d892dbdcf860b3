/**
 * HMAC-SHA-256 (FIPS 198-1, FIPS 180-4) with one key for many short messages: the key's two blocks are compressed once,
 * so a message of up to 55 bytes costs two compressions. Under Node createHmac was a quarter of everything the gateway did
 * for a call (docs/gateway.md). Checked against node:crypto by a property test.
 */

const K = new Int32Array(64);
const INITIAL = new Int32Array(8);
{
  let found = 0;
  for (let candidate = 2; found < 64; candidate += 1) {
    let isPrime = true;
    for (let divisor = 2; divisor * divisor <= candidate; divisor += 1) if (candidate % divisor === 0) isPrime = false;
    if (!isPrime) continue;
    if (found < 8) INITIAL[found] = (Math.sqrt(candidate) % 1) * 0x1_0000_0000;
    K[found] = (Math.cbrt(candidate) % 1) * 0x1_0000_0000;
    found += 1;
  }
}

const W = new Int32Array(64);

/** One compression of the block in W[0..15] into the state. */
function compress(state: Int32Array): void {
  for (let index = 16; index < 64; index += 1) {
    const a = W[index - 15] ?? 0;
    const b = W[index - 2] ?? 0;
    W[index] =
      ((W[index - 16] ?? 0) +
        (W[index - 7] ?? 0) +
        (((a >>> 7) | (a << 25)) ^ ((a >>> 18) | (a << 14)) ^ (a >>> 3)) +
        (((b >>> 17) | (b << 15)) ^ ((b >>> 19) | (b << 13)) ^ (b >>> 10))) |
      0;
  }
  let a = state[0] ?? 0;
  let b = state[1] ?? 0;
  let c = state[2] ?? 0;
  let d = state[3] ?? 0;
  let e = state[4] ?? 0;
  let f = state[5] ?? 0;
  let g = state[6] ?? 0;
  let h = state[7] ?? 0;
  for (let index = 0; index < 64; index += 1) {
    const first =
      (h +
        (((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))) +
        ((e & f) ^ (~e & g)) +
        (K[index] ?? 0) +
        (W[index] ?? 0)) |
      0;
    const second =
      ((((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))) +
        ((a & b) ^ (a & c) ^ (b & c))) |
      0;
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  state[0] = ((state[0] ?? 0) + a) | 0;
  state[1] = ((state[1] ?? 0) + b) | 0;
  state[2] = ((state[2] ?? 0) + c) | 0;
  state[3] = ((state[3] ?? 0) + d) | 0;
  state[4] = ((state[4] ?? 0) + e) | 0;
  state[5] = ((state[5] ?? 0) + f) | 0;
  state[6] = ((state[6] ?? 0) + g) | 0;
  state[7] = ((state[7] ?? 0) + h) | 0;
}

/** The state after the key's block, XORed with the pad byte. Keys of at most 64 bytes. */
function padState(key: Uint8Array, pad: number): Int32Array {
  const state = Int32Array.from(INITIAL);
  for (let word = 0; word < 16; word += 1) {
    let value = 0;
    for (let byte = 0; byte < 4; byte += 1) value = (value << 8) | ((key[word * 4 + byte] ?? 0) ^ pad);
    W[word] = value;
  }
  compress(state);
  return state;
}

const LONGEST = 55;
const state = new Int32Array(8);
const inner = new Int32Array(8);
const digest = Buffer.alloc(32);

/**
 * Makes the HMAC of one key (at most 64 bytes). It gives the digest's 32 bytes as latin1 text, or null for a message
 * that is longer than 55 characters or not ASCII.
 */
export function shortHmac(key: Uint8Array): (message: string) => string | null {
  const innerPad = padState(key, 0x36);
  const outerPad = padState(key, 0x5c);
  return (message) => {
    const { length } = message;
    if (length > LONGEST) return null;
    let seen = 0;
    for (let word = 0; word < 16; word += 1) {
      let value = 0;
      for (let at = word * 4; at < word * 4 + 4; at += 1) {
        const code = at < length ? message.charCodeAt(at) : at === length ? 0x80 : 0;
        if (at < length) seen |= code;
        value = (value << 8) | code;
      }
      W[word] = value;
    }
    if (seen > 127) return null;
    W[15] = (64 + length) * 8;
    inner.set(innerPad);
    compress(inner);
    for (let word = 0; word < 8; word += 1) W[word] = inner[word] ?? 0;
    W[8] = 0x8000_0000 | 0;
    for (let word = 9; word < 15; word += 1) W[word] = 0;
    W[15] = (64 + 32) * 8;
    state.set(outerPad);
    compress(state);
    for (let word = 0; word < 8; word += 1) digest.writeInt32BE(state[word] ?? 0, word * 4);
    return digest.toString("latin1");
  };
}
