import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from "node:crypto";

/** One master secret of the installation; the first of a list is the one new things are written with. */
export type MasterSecret = { version: number; secret: Buffer };

/** 32 bytes bound to a purpose (HKDF-SHA-256, RFC 5869). */
export function deriveKey(secret: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, "latchkey", purpose, 32));
}

export function sha256(text: string | Buffer): Buffer {
  return createHash("sha256").update(text).digest();
}

/**
 * All keyed cryptography of the house in one place: nobody else sees a master secret.
 * Derived keys are remembered; there is one per environment and purpose.
 */
export class Vault {
  readonly #masters: readonly MasterSecret[];
  readonly #derived = new Map<string, Buffer>();

  constructor(masters: readonly MasterSecret[]) {
    if (masters.length === 0) throw new Error("A vault needs at least one master secret.");
    for (const master of masters) {
      if (master.secret.length < 32)
        throw new Error(`Master secret version ${master.version} is shorter than 32 bytes.`);
    }
    this.#masters = [...masters].sort((a, b) => b.version - a.version);
  }

  /** The version new hashes and ciphertexts are written with. */
  get currentVersion(): number {
    return this.#masters[0]?.version ?? 0;
  }

  /** All versions that still verify, newest first. */
  get versions(): number[] {
    return this.#masters.map((master) => master.version);
  }

  derive(purpose: string, version: number = this.currentVersion): Buffer {
    const name = `${version}/${purpose}`;
    const known = this.#derived.get(name);
    if (known) return known;
    const master = this.#masters.find((candidate) => candidate.version === version);
    if (!master) throw new Error(`There is no master secret of version ${version}.`);
    const derived = deriveKey(master.secret, purpose);
    this.#derived.set(name, derived);
    return derived;
  }

  /** The pepper of one environment: a key of one environment cannot exist in another's store. */
  environmentPepper(environmentId: string, version: number = this.currentVersion): Buffer {
    return this.derive(`pepper/${environmentId}`, version);
  }

  /** `HMAC-SHA-256(environment pepper, secret)`: the only thing that is stored of a key's secret. */
  hashKeySecret(environmentId: string, secret: string, version: number = this.currentVersion): Buffer {
    return createHmac("sha256", this.environmentPepper(environmentId, version)).update(secret).digest();
  }

  /** `HMAC-SHA-256` of a machine or link token under one purpose (`service-token`, `invitation`, …). */
  hashToken(purpose: string, token: string, version: number = this.currentVersion): Buffer {
    return createHmac("sha256", this.derive(`token/${purpose}`, version))
      .update(token)
      .digest();
  }

  /**
   * AES-256-GCM envelope encryption of a recoverable secret: a data key per row, wrapped by the master's key.
   * `context` (table and row id) is authenticated, so a ciphertext moved to another row does not open.
   * Layout: version u32 · wrap nonce 12 · wrapped key 32 · wrap tag 16 · nonce 12 · tag 16 · ciphertext.
   */
  seal(plaintext: string, context: string): Buffer {
    const version = this.currentVersion;
    const dataKey = randomBytes(32);
    const wrapNonce = randomBytes(12);
    const wrap = createCipheriv("aes-256-gcm", this.derive("envelope", version), wrapNonce).setAAD(
      Buffer.from(context),
    );
    const wrapped = Buffer.concat([wrap.update(dataKey), wrap.final()]);
    const nonce = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", dataKey, nonce).setAAD(Buffer.from(context));
    const body = Buffer.concat([cipher.update(plaintext, "utf8"), cipher.final()]);
    const header = Buffer.alloc(4);
    header.writeUInt32BE(version);
    return Buffer.concat([header, wrapNonce, wrapped, wrap.getAuthTag(), nonce, cipher.getAuthTag(), body]);
  }

  /** Opens what `seal` made. Throws when it was changed, moved, or its master secret is gone. */
  open(sealed: Buffer, context: string): string {
    const version = sealed.readUInt32BE(0);
    const wrap = createDecipheriv("aes-256-gcm", this.derive("envelope", version), sealed.subarray(4, 16))
      .setAAD(Buffer.from(context))
      .setAuthTag(sealed.subarray(48, 64));
    const dataKey = Buffer.concat([wrap.update(sealed.subarray(16, 48)), wrap.final()]);
    const cipher = createDecipheriv("aes-256-gcm", dataKey, sealed.subarray(64, 76))
      .setAAD(Buffer.from(context))
      .setAuthTag(sealed.subarray(76, 92));
    return Buffer.concat([cipher.update(sealed.subarray(92)), cipher.final()]).toString("utf8");
  }

  /** The master version a sealed value needs. */
  static sealedVersion(sealed: Buffer): number {
    return sealed.readUInt32BE(0);
  }
}
