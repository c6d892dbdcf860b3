import { describe, expect, it } from "vitest";
import { signInRefusal } from "./sign-in-refusals";

describe("refusals of the sign-in page", () => {
  it("text from the address never reaches the page", () => {
    const hostile = "<b>Call 555-0100</b>";
    expect(signInRefusal(hostile)).not.toContain("555");
    expect(signInRefusal("constructor")).toBe("You were not signed in. Try again.");
  });

  it("no reason is no refusal", () => {
    expect(signInRefusal(undefined)).toBeNull();
    expect(signInRefusal("")).toBeNull();
  });
});
