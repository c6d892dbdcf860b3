import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { generateKeySecret } from "@/lib/core/key-format";
import { cutText, plainLine, subjectLine, userText } from "@/lib/emails/inert-text";

const readable = (text: string) => text.replaceAll("\u200c", "");

describe("inert text", () => {
  it("is one line without control, bidi or invisible characters, whatever was written", () => {
    const unit = fc.oneof(
      fc.string({ unit: "binary", maxLength: 3 }),
      fc.constantFrom("\r\n", "\u202e", "\u2066", "\u0000", "\ud800"),
    );
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 300 }), (units) => {
        for (const text of [subjectLine(units.join("")), userText(units.join(""))]) {
          expect(text).not.toMatch(/[\p{Cc}\p{Cs}\u2028\u2029\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/u);
        }
        expect(subjectLine(units.join("")).length).toBeLessThanOrEqual(160);
      }),
    );
  });

  it("keeps the words, the joiners of emoji and Persian, and combined letters", () => {
    for (const text of ["Zażółć gęślą", "👩‍💻 café", "می‌خواهم", "O'Brien & Søn <ops>"])
      expect(plainLine(text)).toBe(text);
  });

  it("is never a link, and reads the same", () => {
    for (const text of ["https://evil.example/a", "evil.example", "see www.evil.example now", "ftp://x", "пример.рф"]) {
      expect(userText(text)).not.toBe(text);
      expect(readable(userText(text))).toBe(text);
    }
  });

  it("keeps an e-mail address that has to be copied", () => {
    for (const text of ["ana.ruiz+keys@mail.acme.test", "Ana Ruiz (ana@acme.test)"]) expect(userText(text)).toBe(text);
    expect(userText("https://a.example@acme.test/x")).not.toContain("https://");
  });

  it("holds no key, however it is wrapped", () => {
    const secret = generateKeySecret("acme", "prod");
    for (const text of [
      secret,
      `"${secret}"`,
      `key=${secret},`,
      `API_KEY_${secret}`,
      `${secret}more`,
      `${secret.slice(0, 20)}\u200b${secret.slice(20)}`,
    ]) {
      expect(plainLine(text)).toContain("[key removed]");
      expect(plainLine(text)).not.toContain(secret.slice(12));
    }
  });

  it("never cuts inside a character", () => {
    for (let length = 1; length < 12; length += 1) expect(cutText("🧪".repeat(10), length)).not.toMatch(/\p{Cs}/u);
    expect(cutText("short", 5)).toBe("short");
  });

  it("stays quick on a megabyte of anything", () => {
    const started = performance.now();
    for (const unit of ["a.", "a@", "aaaa", "a_", "://", "lks_", "-"]) userText(unit.repeat(1_000_000 / unit.length));
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
