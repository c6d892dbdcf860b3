import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { manualClock } from "@/lib/core/clock";
import { json, startTestIssuer, type TestIssuer } from "../testing/issuer";
import { FetchFailed, fetchDocument } from "./fetch-document";
import { IssuerKeys } from "./issuer-keys";
import { isPublicAddress, PrivateAddress, permittedAddresses, type ResolvedAddress } from "./public-address";

let issuer: TestIssuer;
beforeEach(async () => {
  issuer = await startTestIssuer();
});
afterEach(() => issuer.close());

const rules = () => ({ privateHosts: [issuer.host], limit: 10_000, timeout: 1000 });
const to =
  (...addresses: string[]) =>
  async (): Promise<ResolvedAddress[]> =>
    addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));

describe("an address", () => {
  test.each([
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "192.0.2.1",
    "198.18.0.1",
    "::1",
    "::",
    "::ffff:10.0.0.1",
    "::ffff:7f00:1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "2001::1",
    "fe80::1",
    "fc00::1",
    "fd00:ec2::254",
    "ff02::1",
    "2001:db8::1",
    "not an address",
  ])("%s is not of the public internet", (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  test.each(["1.1.1.1", "140.82.112.3", "2606:4700::1111"])("%s is", (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
});

describe("a host", () => {
  test.each([
    "https://127.0.0.1/",
    "https://2130706433/",
    "https://0x7f.1/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://169.254.169.254/latest/meta-data",
  ])("%s is refused as it is written", async (url) => {
    await expect(permittedAddresses(new URL(url), [], to())).rejects.toThrow(PrivateAddress);
  });

  test("is refused when one of its addresses is private", async () => {
    const url = new URL("https://issuer.test/");
    await expect(permittedAddresses(url, [], to("1.1.1.1", "10.0.0.1"))).rejects.toThrow(PrivateAddress);
    await expect(permittedAddresses(url, [], to())).rejects.toThrow(PrivateAddress);
    await expect(permittedAddresses(url, [], to("1.1.1.1"))).resolves.toHaveLength(1);
    await expect(permittedAddresses(url, ["issuer.test"], to("10.0.0.1"))).resolves.toHaveLength(1);
  });

  test("is called over plain http only on loopback, and only where it is configured", async () => {
    await expect(permittedAddresses(new URL("http://issuer.test/"), ["issuer.test"], to("10.0.0.1"))).rejects.toThrow(
      PrivateAddress,
    );
    await expect(permittedAddresses(new URL("http://issuer.test/"), [], to("1.1.1.1"))).rejects.toThrow(PrivateAddress);
    await expect(permittedAddresses(new URL("http://127.0.0.1:9/"), ["127.0.0.1:8"], to())).rejects.toThrow(
      PrivateAddress,
    );
  });

  test("that answers a second look-up with another address is called at the first", async () => {
    let lookups = 0;
    const resolve = async (): Promise<ResolvedAddress[]> => {
      lookups += 1;
      return [{ address: lookups === 1 ? "127.0.0.1" : "127.0.0.2", family: 4 }];
    };
    const port = issuer.host.split(":")[1];
    issuer.on("/document", (request, response) => json(response, { at: request.socket.localAddress }));
    const url = `http://rebinding.test:${port}/document`;
    const document = await fetchDocument(url, { ...rules(), privateHosts: ["rebinding.test"], resolve });
    expect([document, lookups]).toEqual([{ at: "127.0.0.1" }, 1]);
  });
});

describe("a document", () => {
  test("that is redirected is not followed, wherever to", async () => {
    issuer.on("/moved", (_request, response) => response.writeHead(302, { location: "/jwks" }).end());
    await expect(fetchDocument(`${issuer.url}/moved`, rules())).rejects.toThrow(/302/);
    expect(issuer.requests.get("/jwks")).toBeUndefined();
  });

  test("that is too large, says it is or not, is cut off", async () => {
    issuer.on("/large", (_request, response) => response.end("x".repeat(20_000)));
    issuer.on("/endless", (_request, response) => {
      const timer = setInterval(() => response.write("x".repeat(4000)), 1);
      response.on("close", () => clearInterval(timer));
    });
    await expect(fetchDocument(`${issuer.url}/large`, rules())).rejects.toThrow(/too much/);
    await expect(fetchDocument(`${issuer.url}/endless`, rules())).rejects.toThrow(/too much/);
  });

  test("that does not come, or drips, is given up in time", async () => {
    issuer.on("/silent", () => undefined);
    issuer.on("/drip", (_request, response) => {
      const timer = setInterval(() => response.write(" "), 50);
      response.on("close", () => clearInterval(timer));
    });
    for (const path of ["/silent", "/drip"]) {
      const started = performance.now();
      await expect(fetchDocument(issuer.url + path, { ...rules(), timeout: 300 })).rejects.toThrow(/in time/);
      expect(performance.now() - started).toBeLessThan(1000);
    }
    const never = () => new Promise<ResolvedAddress[]>(() => undefined);
    await expect(fetchDocument("https://slow.test/", { ...rules(), timeout: 100, resolve: never })).rejects.toThrow(
      FetchFailed,
    );
  });

  test("that is not JSON is a failure", async () => {
    issuer.on("/html", (_request, response) => response.end("<html>"));
    await expect(fetchDocument(`${issuer.url}/html`, rules())).rejects.toThrow(FetchFailed);
  });
});

describe("an issuer's keys", () => {
  const open = (clock = manualClock(new Date())) => ({
    clock,
    keys: new IssuerKeys({ clock, privateHosts: [issuer.host] }),
  });

  test("are fetched once for many at once, and again when they are old", async () => {
    const { clock, keys } = open();
    await Promise.all(Array.from({ length: 20 }, () => keys.of(issuer.url, undefined)));
    await keys.of(issuer.url, undefined);
    expect(issuer.requests.get("/jwks")).toBe(1);
    clock.advance(11 * 60_000);
    await keys.of(issuer.url, undefined);
    expect(issuer.requests.get("/jwks")).toBe(2);
  });

  test("are fetched again for a key that is new, at most every 30 s", async () => {
    const { clock, keys } = open();
    await keys.of(issuer.url, undefined);
    const added = await issuer.addKey("ES256");
    for (let round = 0; round < 10; round += 1) await keys.of(issuer.url, `made-up-${round}`);
    expect(issuer.requests.get("/jwks")).toBe(1);
    clock.advance(31_000);
    expect((await keys.of(issuer.url, added)).ids).toContain(added);
    for (let round = 0; round < 10; round += 1) await keys.of(issuer.url, `made-up-${round}`);
    expect(issuer.requests.get("/jwks")).toBe(2);
  });

  test("outlive an outage of the issuer for an hour and no longer", async () => {
    const { clock, keys } = open();
    await keys.of(issuer.url, undefined);
    issuer.on("/.well-known/openid-configuration", (_request, response) => response.writeHead(500).end());
    clock.advance(59 * 60_000);
    await expect(keys.of(issuer.url, undefined)).resolves.toBeDefined();
    clock.advance(2 * 60_000);
    await expect(keys.of(issuer.url, undefined)).rejects.toThrow(FetchFailed);
    const asked = issuer.requests.get("/.well-known/openid-configuration");
    await expect(keys.of(issuer.url, undefined)).rejects.toThrow(FetchFailed);
    expect(issuer.requests.get("/.well-known/openid-configuration")).toBe(asked);
  });

  test("of a discovery document that names another issuer are not taken", async () => {
    issuer.on("/.well-known/openid-configuration", (_request, response) =>
      json(response, { issuer: "https://evil.test", jwks_uri: `${issuer.url}/jwks` }),
    );
    await expect(open().keys.of(issuer.url, undefined)).rejects.toThrow(/another issuer/);
  });

  test("are not fetched from where the discovery document points on a private network", async () => {
    const inside = await startTestIssuer();
    try {
      issuer.on("/.well-known/openid-configuration", (_request, response) =>
        json(response, { issuer: issuer.url, jwks_uri: `${inside.url}/jwks` }),
      );
      await expect(open().keys.of(issuer.url, undefined)).rejects.toThrow(PrivateAddress);
      expect(inside.requests.size).toBe(0);
    } finally {
      await inside.close();
    }
  });

  test("never contain a shared secret", async () => {
    issuer.on("/jwks", (_request, response) =>
      json(response, { keys: [{ kty: "oct", kid: "secret", k: "c2VjcmV0" }] }),
    );
    expect([...(await open().keys.of(issuer.url, undefined)).ids]).toEqual([]);
  });
});
