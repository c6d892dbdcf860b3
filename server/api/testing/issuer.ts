import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair } from "jose";
import Provider from "oidc-provider";

export type IssuedPerson = { sub: string; email: string; email_verified: boolean; name?: string; groups?: string[] };
export type TestIssuer = {
  issuer: string;
  /** What the issuer says of each person, by what they type as login. */
  people: Map<string, IssuedPerson>;
  /** Goes where `url` leads, signs in as `login` and consents; the address with which the browser is sent back. */
  visit(url: string, login: string): Promise<URL>;
  close(): Promise<void>;
};

/** A real OpenID provider on loopback, with one confidential client; on a free port unless one is named. */
export async function startIssuer(redirectUris: string[], port = 0): Promise<TestIssuer> {
  const people = new Map<string, IssuedPerson>();
  const server: Server = createServer();
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const address = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${address.port}`;
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });
  const provider = new Provider(issuer, {
    clients: [{ client_id: "latchkey", client_secret: "a client secret", redirect_uris: redirectUris }],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "groups"] },
    conformIdTokenClaims: false,
    jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: "RS256", use: "sig" }] },
    cookies: { keys: ["for the tests"] },
    findAccount: async (_ctx: unknown, login: string) => {
      const person = people.get(login);
      return person ? { accountId: login, claims: async () => ({ ...person }) } : undefined;
    },
  });
  server.on("request", provider.callback());

  return {
    issuer,
    people,
    visit: async (start, login) => {
      const jar = new Map<string, string>();
      let url = new URL(start);
      let form: string | null = null;
      for (let hop = 0; hop < 20; hop += 1) {
        const response: Response = await fetch(url, {
          method: form === null ? "GET" : "POST",
          redirect: "manual",
          headers: {
            cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; "),
            ...(form === null ? {} : { "content-type": "application/x-www-form-urlencoded" }),
          },
          ...(form === null ? {} : { body: form }),
        });
        for (const line of response.headers.getSetCookie()) {
          const [pair = ""] = line.split(";");
          jar.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
        }
        const location = response.headers.get("location");
        if (location) {
          url = new URL(location, url);
          form = null;
          if (url.origin !== issuer) return url;
        } else {
          const page = await response.text();
          if (response.status !== 200) throw new Error(`The issuer answered ${response.status}: ${page.slice(0, 300)}`);
          form = page.includes('value="login"') ? `prompt=login&login=${login}&password=x` : "prompt=consent";
        }
      }
      throw new Error("The issuer sends the browser in circles.");
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
