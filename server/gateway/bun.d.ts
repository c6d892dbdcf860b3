/** The few parts of Bun's runtime that the gateway uses. `typeof Bun` is "undefined" under Node. */
declare namespace BunRuntime {
  type Hasher = { update(text: string): Hasher; digest(encoding: "base64" | "hex" | "latin1"): string; copy(): Hasher };
  type Server = {
    readonly port: number;
    stop(closeActive?: boolean): Promise<void>;
    readonly pendingRequests: number;
    requestIP(request: Request): { address: string } | null;
  };
  type ServeOptions = {
    port: number;
    hostname: string;
    reusePort: boolean;
    idleTimeout: number;
    maxRequestBodySize: number;
    development: false;
    fetch(request: Request): Response | Promise<Response>;
    error(error: Error): Response;
  };
}

declare const Bun: {
  CryptoHasher: new (algorithm: "sha256", key?: Uint8Array) => BunRuntime.Hasher;
  serve(options: BunRuntime.ServeOptions): BunRuntime.Server;
};
