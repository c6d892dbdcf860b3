import { describe, expect, it } from "vitest";
import { receiptWords } from "./receipt-words";

describe("receiptWords", () => {
  it("says how many gateways refuse the key, and after how long", () => {
    expect(receiptWords({ verb: "Refused", propagation: { confirmed: 3, total: 3, milliseconds: 84 } })).toEqual({
      complete: true,
      text: "Refused by 3 of 3 gateways after 84 ms.",
    });
  });

  it("never calls a change complete while a live gateway has not confirmed it", () => {
    const words = receiptWords({ verb: "Refused", propagation: { confirmed: 2, total: 3, milliseconds: 5003 } });
    expect(words.complete).toBe(false);
    expect(words.text).toContain("2 of 3 gateways so far");
  });

  it("says that there was no gateway to tell", () => {
    expect(receiptWords({ verb: "Known", propagation: { confirmed: 0, total: 0, milliseconds: 2 } }).text).toContain(
      "No gateway is running",
    );
  });
});
