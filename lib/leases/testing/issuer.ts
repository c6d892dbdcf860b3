import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from "jose";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A token issuer on loopback: discovery, key set, and tokens with whatever claims a test needs. */
export type TestIssuer = {
  /** `http://127.0.0.1:<port>` */
  url: string;
  host: string;
  /** How often each path was asked for. */
  requests: Map<string, number>;
  /** Replaces the answer of a path. */
  on(path: string, handler: Handler): void;
  /** Adds a key of this algorithm to the set; tokens are signed with the newest. */
  addKey(algorithm: "RS256" | "ES256" | "PS256" | "EdDSA"): Promise<string>;
  removeKeys(): void;
  /** Signs with the key of this algorithm from now on. */
  use(algorithm: string): void;
  /** A token of the issuer: valid for 5 minutes, with a new id, unless the claims say otherwise. `undefined` takes one out. */
  mint(claims: JWTPayload, header?: Record<string, unknown>): Promise<string>;
  publicJwks(): JWK[];
  close(): Promise<void>;
};

export function json(response: ServerResponse, body: unknown): void {
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify(body));
}

let minted = 0;

export async function startTestIssuer(): Promise<TestIssuer> {
  const handlers = new Map<string, Handler>();
  const requests = new Map<string, number>();
  const keys: { jwk: JWK; privateKey: CryptoKey; algorithm: string; kid: string }[] = [];
  let signer: string | undefined;
  const server: Server = createServer((request, response) => {
    const path = request.url ?? "/";
    requests.set(path, (requests.get(path) ?? 0) + 1);
    const handler = handlers.get(path);
    if (handler) handler(request, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The issuer has no port.");
  const host = `127.0.0.1:${address.port}`;
  const url = `http://${host}`;
  handlers.set("/.well-known/openid-configuration", (_request, response) =>
    json(response, { issuer: url, jwks_uri: `${url}/jwks` }),
  );
  handlers.set("/jwks", (_request, response) => json(response, { keys: keys.map((key) => key.jwk) }));
  const issuer: TestIssuer = {
    url,
    host,
    requests,
    on: (path, handler) => void handlers.set(path, handler),
    addKey: async (algorithm) => {
      const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true });
      const kid = `key-${keys.length + 1}-${algorithm}`;
      keys.push({
        jwk: { ...(await exportJWK(publicKey)), kid, use: "sig", alg: algorithm },
        privateKey,
        algorithm,
        kid,
      });
      return kid;
    },
    removeKeys: () => void keys.splice(0),
    use: (algorithm) => {
      signer = algorithm;
    },
    mint: async (claims, header = {}) => {
      const key = signer === undefined ? keys.at(-1) : keys.find((candidate) => candidate.algorithm === signer);
      if (!key) throw new Error("The issuer has no key.");
      minted += 1;
      const now = Math.floor(Date.now() / 1000);
      const payload = { iss: url, jti: `job-${minted}`, iat: now, nbf: now, exp: now + 300, ...claims };
      return new SignJWT(payload)
        .setProtectedHeader({ alg: key.algorithm, kid: key.kid, ...header })
        .sign(key.privateKey);
    },
    publicJwks: () => keys.map((key) => key.jwk),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  await issuer.addKey("RS256");
  return issuer;
}
