import { describe, expect, it } from "vitest";
import { initials } from "./avatar";
import { isCurrentPath } from "./current-path";
import { dotenvLine } from "./dotenv";
import { describeDuration } from "./duration";
import { describeInstant } from "./instant-words";
import { fromLocalInput, toLocalInput } from "./local-time";
import { formatSort, parseSort } from "./use-url-sort";

const NOW = Date.UTC(2026, 10, 22, 12);
const words = (milliseconds: number) =>
  describeInstant(new Date(NOW + milliseconds), "relative", { locale: "en", now: NOW }).text;
const HOUR = 3_600_000;

describe("moments", () => {
  it("time that is left is never said to be more than it is", () => {
    expect(words(2.5 * 24 * HOUR)).toBe("in 2 days");
    expect(words(23.9 * HOUR)).toBe("in 23 hours");
    expect(words(50 * 60_000)).toBe("in 50 minutes");
  });

  it("the past is said in the nearest unit", () => {
    expect(words(-10_000)).toBe("now");
    expect(words(-90_000)).toBe("2 minutes ago");
    expect(words(-26 * HOUR)).toBe("yesterday");
    expect(words(-400 * 24 * HOUR)).toBe("last year");
  });

  it("dates follow the viewer, words stay in the language of the page", () => {
    const at = new Date(NOW - 26 * HOUR);
    expect(describeInstant(at, "date", { locale: "de", now: NOW }).text).toBe("21. Nov. 2026");
    expect(describeInstant(at, "relative", { locale: "de", now: NOW }).text).toBe("yesterday");
  });

  it("without a viewer the words are the same on every machine", () => {
    const at = new Date("2026-11-22T23:30:00Z");
    expect(describeInstant(at, "relative", null).text).toBe("22 Nov 2026");
    expect(describeInstant(at, "datetime", null).text).toBe("22 Nov 2026, 23:30 UTC");
  });

  it("a day in a date field means its last second in the viewer's zone", () => {
    const iso = fromLocalInput("2027-01-31");
    const at = new Date(iso);
    expect([at.getFullYear(), at.getMonth(), at.getDate(), at.getHours(), at.getMinutes(), at.getSeconds()]).toEqual([
      2027, 0, 31, 23, 59, 59,
    ]);
    expect(toLocalInput(iso, false)).toBe("2027-01-31");
  });

  it("a date and time comes back as it was typed", () => {
    expect(toLocalInput(fromLocalInput("2027-03-28T02:15"), true)).toBe("2027-03-28T02:15");
    expect(fromLocalInput("")).toBe("");
    expect(fromLocalInput("2027-99-99")).toBe("");
    expect(toLocalInput("no date", true)).toBe("");
  });
});

describe("lengths of time", () => {
  it("are said in their two largest parts", () => {
    expect(describeDuration("30d")).toBe("30 days");
    expect(describeDuration(93_600)).toBe("1 day 2 hours");
    expect(describeDuration(93_600, "short")).toBe("1 d 2 h");
    expect(describeDuration(86_401)).toBe("1 day");
    expect(describeDuration(0)).toBe("none");
  });
});

describe("names", () => {
  it("have initials in any script, and never none", () => {
    expect(initials("Ada Lovelace")).toBe("AL");
    expect(initials("山田太郎")).toBe("山");
    expect(initials("𝒜da 😀 x")).toBe("𝒜X");
    expect(initials("grace.hopper@acme.test")).toBe("GH");
    expect(initials("  ")).toBe("?");
  });
});

describe("the .env line", () => {
  it("cannot be broken out of by a value or a name", () => {
    expect(dotenvLine("ACME_API_KEY", "acme_prod_4f")).toBe("ACME_API_KEY=acme_prod_4f");
    expect(dotenvLine("acme api-key", "x")).toBe("ACME_API_KEY=x");
    expect(dotenvLine("2fa", "x")).toBe("_2FA=x");
    expect(dotenvLine("K", "a b$(id)")).toBe("K='a b$(id)'");
    expect(dotenvLine("K", "it's")).toBe("K='it'\\''s'");
  });
});

describe("URL state", () => {
  it("an order is read back as it was written", () => {
    for (const text of ["created", "-created"]) expect(formatSort(parseSort(text))).toBe(text);
  });

  it("a page is current for itself and what lies below, not for what only begins alike", () => {
    expect(isCurrentPath("/acme/keys/key_1", "/acme/keys")).toBe(true);
    expect(isCurrentPath("/acme/keys", "/acme/keys?status=active")).toBe(true);
    expect(isCurrentPath("/acme/keys-old", "/acme/keys")).toBe(false);
    expect(isCurrentPath("/acme/keys", "/acme", true)).toBe(false);
  });
});
