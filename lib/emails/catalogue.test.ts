import { describe, expect, it } from "vitest";
import { z } from "zod";
import { generateKeySecret, generateServiceToken } from "@/lib/core/key-format";
import { type EmailName, emailCatalogue, findEmail } from "@/lib/emails/catalogue";
import { EXPECTED_WORDS, samplePropsWith } from "@/lib/emails/testing/samples";

const templates = Object.values(emailCatalogue).map((template) => [template.name, template] as const);
const isName = (name: string): name is EmailName => Object.hasOwn(emailCatalogue, name);

async function renderWith(name: string, text: string) {
  if (!isName(name)) throw new Error(`No such mail: ${name}`);
  return emailCatalogue[name].renderUnknown(JSON.parse(JSON.stringify(samplePropsWith(text)[name])));
}

const hrefs = (html: string) => [...html.matchAll(/href="([^"]*)"/g)].map((match) => match[1] ?? "");

const SECRET = generateKeySecret("acme", "prod");
const TOKEN = generateServiceToken();
const HOSTILE = `</p><script>alert(1)</script><img src=x onerror=alert(1)>&"'\r\nBcc: evil@example.com \u202Egnp.exe\u0000\u2066x\u200Bhttps://evil.example/phish www.evil.example ${SECRET} ${TOKEN}`;

describe("every mail", () => {
  it("is found by the name its outbox row stores", () => {
    for (const [key, template] of Object.entries(emailCatalogue)) {
      expect(template.name).toBe(key);
      expect(findEmail(key)).toBe(template);
    }
    expect(findEmail("toString")).toBeUndefined();
  });

  it.each(templates)("says what it has to say: %s", async (name) => {
    const mail = await renderWith(name, "billing sync");
    if (!isName(name)) throw new Error(name);
    expect(mail.subject).toContain(EXPECTED_WORDS[name].subject);
    for (const words of EXPECTED_WORDS[name].text) expect(mail.text).toContain(words);
  });

  it.each(templates)("makes what people write inert, in every place: %s", async (name) => {
    const calm = await renderWith(name, "billing sync");
    const mail = await renderWith(name, HOSTILE);

    expect(mail.subject).not.toMatch(/[\p{Cc}\u2028\u2029\u200b\u202a-\u202e\u2066-\u2069]/u);
    expect(mail.subject.length).toBeLessThanOrEqual(160);
    for (const part of [mail.html, mail.text]) {
      expect(part).not.toMatch(/(?![\n\t])\p{Cc}|[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u);
    }
    expect(mail.html.replace(/"[^"]*"/g, "")).not.toMatch(/<script|<img[^>]*onerror|<[^>]*src=x/i);
    expect(hrefs(mail.html)).toEqual(hrefs(calm.html));
    expect(mail.html.match(/<img /g)?.length ?? 0).toBe(calm.html.match(/<img /g)?.length ?? 0);
    expect(mail.text).not.toMatch(/^Bcc:/m);
    expect(mail.text.split("\n")).toHaveLength(calm.text.split("\n").length);

    for (const part of [mail.subject, mail.html, mail.text]) {
      expect(part).not.toContain(SECRET);
      expect(part).not.toContain(TOKEN);
    }
    for (const part of [mail.html, mail.text]) {
      expect(part).not.toContain("https://evil.example");
      expect(part).not.toContain("www.evil.example");
    }
  });

  it.each(templates)("survives text of any length and any script: %s", async (name) => {
    const long = await renderWith(name, "あ🧑‍💻".repeat(5_000));
    expect(long.html).not.toMatch(/\p{Cs}/u);
    expect(long.subject).not.toMatch(/\p{Cs}/u);
    expect(long.html.length).toBeLessThan(40_000);
    expect((await renderWith(name, "شركة النور")).text.length).toBeGreaterThan(0);
  });

  it.each(templates)("loads nothing from elsewhere and reads in dark mode: %s", async (name) => {
    const { html } = await renderWith(name, "billing sync");
    expect(html).toContain('<html dir="ltr" lang="en">');
    expect(html).toContain("prefers-color-scheme: dark");
    expect(html).not.toMatch(/<(?:script|iframe|form|link|object)[\s>]/);
    expect(html).not.toMatch(/url\(|@import|@font-face/);
    for (const [, source] of html.matchAll(/<img [^>]*src="([^"]*)"/g)) expect(source).toMatch(/^cid:/);
    for (const href of hrefs(html)) expect(href).toMatch(/^https:\/\/keys\.acme\.test\//);
  });

  it.each(templates)("refuses props that do not fit, and a link that is not http: %s", async (name, template) => {
    await expect(template.renderUnknown({})).rejects.toThrow(z.ZodError);
    await expect(template.renderUnknown(null)).rejects.toThrow(z.ZodError);
    const props = JSON.stringify(isName(name) ? samplePropsWith("billing sync")[name] : {});
    for (const bad of ["javascript:alert(1)//", "data:text/html,", "ftp://keys.acme.test", "//keys.acme.test"]) {
      await expect(template.renderUnknown(JSON.parse(props.replaceAll("https://keys.acme.test", bad)))).rejects.toThrow(
        z.ZodError,
      );
    }
  });

  it.each(templates)("tells whether it can be switched off: %s", async (name, template) => {
    const { text } = await renderWith(name, "billing sync");
    const security = template.category === "security";
    expect(text.includes("Security mail cannot be switched off.")).toBe(security);
    expect(text.includes("Choose which mail you get <https://keys.acme.test/account/notifications>")).toBe(!security);
  });
});
