import { createHash } from "node:crypto";
import { createLocalJWKSet, jwtVerify } from "jose";
import { z } from "zod";
import type { Clock } from "@/lib/core/clock";
import { callProvider, type Outbound } from "./post-form";

/** A provider, whether configured for the installation or for one organization. `id` is what accounts are linked under. */
export type Provider = {
  id: string;
  name: string;
  kind: "oidc" | "github";
  issuer: string;
  clientId: string;
  clientSecret: string;
  groupsClaim: string | null;
};

/** What a provider said of a person, after everything about the saying was checked. */
export type Asserted = {
  issuer: string;
  subject: string;
  email: string | null;
  emailVerified: boolean;
  name: string | null;
  /** Null where the claim is absent. */
  groups: string[] | null;
  authenticatedAt: Date | null;
};

/** The provider's answer is refused. The message is for logs; people see one sentence for all of them. */
export class ProviderRefused extends Error {
  override readonly name = "ProviderRefused";
}

const discoverySchema = z.object({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  jwks_uri: z.url(),
  authorization_response_iss_parameter_supported: z.boolean().optional(),
});
const tokenSchema = z.object({ id_token: z.string().max(20_000) });
const claimsSchema = z.looseObject({
  sub: z.string().min(1).max(255),
  nonce: z.string().optional(),
  email: z.string().max(254).optional(),
  // Some providers send the word.
  email_verified: z
    .union([z.boolean(), z.literal("true").transform(() => true), z.literal("false").transform(() => false)])
    .optional(),
  name: z.string().max(200).optional(),
  azp: z.string().optional(),
  auth_time: z.number().optional(),
});
const keySetSchema = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).max(100) });

async function discover(provider: Provider, outbound: Outbound) {
  const address = `${provider.issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const { status, body } = await callProvider(address, {}, outbound);
  const found = discoverySchema.safeParse(body);
  if (status !== 200 || !found.success) throw new ProviderRefused("The discovery document is not usable.");
  if (found.data.issuer !== provider.issuer) throw new ProviderRefused("The discovery document is of another issuer.");
  return found.data;
}

export type Flow = { state: string; nonce: string; verifier: string; redirectUri: string; freshly: boolean };

/** Where to send the browser. PKCE, state and nonce always. @throws ProviderRefused, FetchFailed. */
export async function authorizationUrl(provider: Provider, flow: Flow, outbound: Outbound): Promise<string> {
  const challenge = createHash("sha256").update(flow.verifier).digest("base64url");
  const isGithub = provider.kind === "github";
  const endpoint = isGithub
    ? "https://github.com/login/oauth/authorize"
    : (await discover(provider, outbound)).authorization_endpoint;
  const url = new URL(endpoint);
  const parameters: Record<string, string> = {
    response_type: "code",
    client_id: provider.clientId,
    redirect_uri: flow.redirectUri,
    scope: isGithub ? "read:user user:email" : "openid email profile",
    state: flow.state,
    code_challenge: challenge,
    code_challenge_method: "S256",
    ...(isGithub ? {} : { nonce: flow.nonce }),
    ...(flow.freshly && !isGithub ? { prompt: "login", max_age: "0" } : {}),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.toString();
}

/**
 * Redeems the code and checks everything: issuer (also of the answer, RFC 9207), signature, audience, authorised party, nonce, time.
 * @throws ProviderRefused, FetchFailed, PrivateAddress.
 */
export async function redeemCode(
  provider: Provider,
  answer: { code: string; iss: string | null },
  flow: Pick<Flow, "nonce" | "verifier" | "redirectUri">,
  clock: Clock,
  outbound: Outbound,
): Promise<Asserted> {
  if (answer.iss !== null && answer.iss !== provider.issuer)
    throw new ProviderRefused("The answer is of another issuer.");
  if (provider.kind === "github") return redeemAtGithub(provider, answer.code, flow, outbound);
  const discovery = await discover(provider, outbound);
  if (discovery.authorization_response_iss_parameter_supported && answer.iss === null) {
    throw new ProviderRefused("The answer does not name its issuer.");
  }
  const credentials = [provider.clientId, provider.clientSecret].map(encodeURIComponent).join(":");
  const { status, body } = await callProvider(
    discovery.token_endpoint,
    {
      form: {
        grant_type: "authorization_code",
        code: answer.code,
        redirect_uri: flow.redirectUri,
        code_verifier: flow.verifier,
      },
      headers: { authorization: `Basic ${Buffer.from(credentials).toString("base64")}` },
    },
    outbound,
  );
  const token = tokenSchema.safeParse(body);
  if (status !== 200 || !token.success) throw new ProviderRefused(`The code was not redeemed (${status}).`);
  const found = await callProvider(discovery.jwks_uri, {}, outbound);
  const keySet = keySetSchema.safeParse(found.body);
  if (found.status !== 200 || !keySet.success) throw new ProviderRefused("The key set is not usable.");
  const keys = createLocalJWKSet({ keys: keySet.data.keys.filter((key) => key.kty !== "oct") });
  const verified = await jwtVerify(token.data.id_token, keys, {
    issuer: provider.issuer,
    audience: provider.clientId,
    algorithms: ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"],
    requiredClaims: ["exp", "iat", "sub", "nonce"],
    clockTolerance: 60,
    currentDate: clock.now(),
  }).catch((error: unknown) => {
    throw new ProviderRefused("The ID token is not valid.", { cause: error });
  });
  const claims = claimsSchema.safeParse(verified.payload);
  if (!claims.success) throw new ProviderRefused("The ID token's claims are malformed.");
  const { sub, nonce, email, email_verified, name, azp, auth_time } = claims.data;
  if (nonce !== flow.nonce) throw new ProviderRefused("The nonce is not ours.");
  if (azp !== undefined && azp !== provider.clientId) throw new ProviderRefused("The ID token is for another party.");
  const groups = provider.groupsClaim === null ? undefined : claims.data[provider.groupsClaim];
  return {
    issuer: provider.issuer,
    subject: sub,
    email: email?.toLowerCase() ?? null,
    emailVerified: email_verified === true,
    name: name ?? null,
    groups: Array.isArray(groups) ? groups.filter((group) => typeof group === "string").slice(0, 500) : null,
    authenticatedAt: auth_time === undefined ? null : new Date(auth_time * 1000),
  };
}

const githubToken = z.object({ access_token: z.string() });
const githubUser = z.object({ id: z.number(), login: z.string(), name: z.string().nullable() });
const githubEmails = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }));

async function redeemAtGithub(
  provider: Provider,
  code: string,
  flow: Pick<Flow, "verifier" | "redirectUri">,
  outbound: Outbound,
): Promise<Asserted> {
  const redeemed = await callProvider(
    "https://github.com/login/oauth/access_token",
    {
      form: {
        client_id: provider.clientId,
        client_secret: provider.clientSecret,
        code,
        redirect_uri: flow.redirectUri,
        code_verifier: flow.verifier,
      },
    },
    outbound,
  );
  const token = githubToken.safeParse(redeemed.body);
  if (!token.success) throw new ProviderRefused("GitHub did not redeem the code.");
  const headers = { authorization: `Bearer ${token.data.access_token}` };
  const user = githubUser.safeParse((await callProvider("https://api.github.com/user", { headers }, outbound)).body);
  const emails = githubEmails.safeParse(
    (await callProvider("https://api.github.com/user/emails", { headers }, outbound)).body,
  );
  if (!user.success) throw new ProviderRefused("GitHub did not say who it is.");
  const primary = emails.data?.find((entry) => entry.primary);
  return {
    issuer: provider.issuer,
    // The number, never the login: a login can be given to someone else.
    subject: String(user.data.id),
    email: primary?.email.toLowerCase() ?? null,
    emailVerified: primary?.verified === true,
    name: user.data.name ?? user.data.login,
    groups: null,
    authenticatedAt: null,
  };
}
