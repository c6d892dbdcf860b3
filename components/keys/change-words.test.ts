import { describe, expect, it } from "vitest";
import { changesInWords } from "./change-words";

describe("changesInWords", () => {
  it("says what a field was and what it is", () => {
    expect(changesInWords({ scopes: ["a:read"] }, { scopes: ["a:read", "a:write"] })).toEqual([
      { name: "Scopes", before: "a:read", after: "a:read, a:write" },
    ]);
  });

  it("says of a new key only what it has", () => {
    expect(changesInWords(null, { name: "billing", ipAllowlist: [], quota: null })).toEqual([
      { name: "Name", before: null, after: "billing" },
    ]);
  });

  it("keeps ids away from people, and says nothing where nothing changed", () => {
    expect(changesInWords({ versionId: "kv_1", versionNumber: 1 }, { versionId: "kv_2", versionNumber: 2 })).toEqual([
      { name: "Version", before: "1", after: "2" },
    ]);
    expect(changesInWords({ quota: 5 }, { quota: 5 })).toEqual([]);
  });

  it("reads nested settings", () => {
    expect(changesInWords(null, { rateLimits: [{ limit: 100, window: 60 }], tags: { team: "billing" } })).toEqual([
      { name: "Rate limits", before: null, after: "100 per minute" },
      { name: "Tags", before: null, after: "team=billing" },
    ]);
  });
});
