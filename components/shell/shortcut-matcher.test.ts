import { describe, expect, it } from "vitest";
import { createShortcutMatcher, SEQUENCE_MILLISECONDS } from "./shortcut-matcher";

const plain = (key: string) => ({ key, mod: false, alt: false });
const all = ["mod+k", "g k", "?", "c"];

describe("shortcuts", () => {
  it("a sequence completes only when its keys follow one another in time", () => {
    const match = createShortcutMatcher();
    expect(match(plain("g"), 1000, all)).toBeNull();
    expect(match(plain("k"), 1200, all)).toBe("g k");
    expect(match(plain("g"), 5000, all)).toBeNull();
    expect(match(plain("k"), 5001 + SEQUENCE_MILLISECONDS, all)).toBeNull();
  });

  it("a key with the command key is not the key alone", () => {
    const match = createShortcutMatcher();
    expect(match({ key: "c", mod: true, alt: false }, 1000, all)).toBeNull();
    expect(match({ key: "K", mod: true, alt: false }, 1010, all)).toBe("mod+k");
    expect(match(plain("c"), 1020, all)).toBe("c");
  });

  it("a completed shortcut does not become the start of another", () => {
    const match = createShortcutMatcher();
    expect(match(plain("c"), 1000, ["c", "c c"])).toBe("c");
    expect(match(plain("c"), 1001, ["c c"])).toBeNull();
  });
});
