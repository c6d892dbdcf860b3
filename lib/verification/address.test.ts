import fc from "fast-check";
import ipaddr from "ipaddr.js";
import { expect, it } from "vitest";
import { AddressList } from "./address";

it("a list allows what is in one of its ranges, in every notation of an address", () => {
  const list = new AddressList(["203.0.113.0/24", "198.51.100.7", "2001:db8::/33", "::ffff:192.0.2.0/120"]);
  for (const allowed of [
    "203.0.113.255",
    "::ffff:203.0.113.1",
    "198.51.100.7",
    "2001:db8::1",
    "2001:0DB8:7fff::",
    "192.0.2.9",
  ]) {
    expect(list.allows(allowed), allowed).toBe(true);
  }
  for (const refused of [
    "203.0.114.0",
    "198.51.100.8",
    "2001:db8:8000::1",
    "203.0.113.07",
    "3405803777",
    "",
    "2001:db8::1%eth0",
  ]) {
    expect(list.allows(refused), refused).toBe(false);
  }
});

it("it agrees with ipaddr.js on every IPv4 address and range", () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.ipV4(), fc.integer({ min: 0, max: 32 }), (address, base, bits) => {
      const expected = ipaddr.IPv4.parse(address).match(ipaddr.IPv4.parse(base), bits);
      expect(new AddressList([`${base}/${bits}`]).allows(address)).toBe(expected);
    }),
  );
});

it("it agrees with ipaddr.js on every IPv6 address and range", () => {
  fc.assert(
    fc.property(fc.ipV6(), fc.ipV6(), fc.integer({ min: 0, max: 128 }), (address, base, bits) => {
      const [left, right] = [ipaddr.IPv6.parse(address), ipaddr.IPv6.parse(base)];
      fc.pre(!left.isIPv4MappedAddress() && !right.isIPv4MappedAddress());
      expect(new AddressList([`${base}/${bits}`]).allows(address)).toBe(left.match(right, bits));
    }),
  );
});

it("whatever cannot be read allows nothing", () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.string(),
      (entry, address) => typeof new AddressList([entry]).allows(address) === "boolean",
    ),
  );
  expect(new AddressList(["10.0.0.0/33", "x/8", "10.0.0.0/-1", "10.0.0.0/"]).allows("10.0.0.1")).toBe(false);
});
