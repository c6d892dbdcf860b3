import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { linkified } from "./linkified";

describe("text of the mailbox", () => {
  it("addresses become links, with their fragment and without what encloses them", () => {
    const html = renderToStaticMarkup(linkified("Open <http://localhost:3000/set-password#token=a_b-c> now."));
    expect(html).toContain('href="http://localhost:3000/set-password#token=a_b-c"');
    expect(html).toContain("&gt; now.");
  });

  it("nothing but http and https is a link, and markup stays text", () => {
    const html = renderToStaticMarkup(linkified('javascript:alert(1) <img src="x">'));
    expect(html).not.toContain("<a");
    expect(html).not.toContain("<img");
  });
});
