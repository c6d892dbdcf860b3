import { createServer } from "node:net";
import { expect, type Page } from "@playwright/test";
import { startIssuer, type TestIssuer } from "@/server/api/testing/issuer";
import { adminQuery } from "./support/installation";
import {
  callApi,
  callApiSurely,
  createOrganization,
  fillSignIn,
  joinAs,
  PASSWORD,
  signInAsOwner,
  uniqueEmail,
  uniqueName,
} from "./support/people";
import { test } from "./support/test";

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return typeof address === "object" && address ? address.port : 0;
}

/** Goes from the sign-in page to the issuer, signs in there, and consents where it asks. */
async function comeIn(page: Page, issuer: TestIssuer, email: string, login: string): Promise<void> {
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Sign in with your organization" }).click();
  await page.getByLabel("Work e-mail").fill(email);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.waitForURL((url) => url.origin === issuer.issuer);
  await page.locator('input[name="login"]').fill(login);
  await page.locator('input[name="password"]').fill("whatever it takes");
  await page.locator('button[type="submit"]').click();
  const consent = page.getByRole("button", { name: "Continue" });
  await consent.click();
  await page.waitForURL((url) => url.origin !== issuer.issuer);
}

let issuer: TestIssuer | undefined;
test.afterEach(() => issuer?.close());

test("people of a verified domain come in through their organization's provider, with the role of their groups, and into that organization alone", async ({
  page,
  browser,
  baseURL,
}) => {
  await signInAsOwner(page);
  const organization = await createOrganization(page, uniqueName("Single sign-on"));
  const domain = `${organization}.example`;
  const port = await freePort();

  await page.goto(`/${organization}/settings/single-sign-on`);
  await page.getByRole("button", { name: "Add a provider" }).click();
  const form = page.getByRole("dialog", { name: "Add an identity provider" });
  await form.getByLabel("Name", { exact: true }).fill("Directory");
  await form.getByLabel("Issuer").fill(`http://127.0.0.1:${port}`);
  await form.getByLabel("Client id").fill("latchkey");
  await form.getByLabel("Client secret", { exact: true }).fill("a client secret");
  await form.getByRole("checkbox", { name: /Add people as members/ }).check();
  await form.getByRole("button", { name: "Add provider" }).click();
  await expect(form).toBeHidden();
  const callback = (await page.getByText(/\/callback$/).textContent()) ?? "";
  expect(callback).toMatch(new RegExp(`^${baseURL}/api/v1/sign-in/providers/idp_[^/]+/callback$`));
  const provider = callback.split("/").at(-2);
  await callApiSurely(page, "PATCH", `/organizations/${organization}/identity-providers/${provider}`, {
    groupRoles: { "latchkey-admins": "admin", readers: "auditor" },
  });
  issuer = await startIssuer([callback], port);

  await page.getByLabel("Domain", { exact: true }).fill(domain);
  await page.getByRole("button", { name: "Add domain" }).click();
  await expect(page.getByText(`_latchkey.${domain}`)).toBeVisible();
  await test.step("a domain whose record is not there stays unverified, and leads nobody anywhere", async () => {
    await page.getByRole("button", { name: "Verify" }).click();
    await expect(page.getByText("The record was not found.")).toBeVisible({ timeout: 60_000 });
    const guest = await (await browser.newContext()).newPage();
    await guest.goto("/sign-in");
    await guest.getByRole("button", { name: "Sign in with your organization" }).click();
    await guest.getByLabel("Work e-mail").fill(`grace@${domain}`);
    await guest.getByRole("button", { name: "Continue" }).click();
    await expect(guest.getByText(/No organization here signs this domain in/)).toBeVisible();
    await guest.context().close();
  });
  // The record appears; there is no DNS of our own to put it into.
  await adminQuery("update organization_domains set verified_at = now() where domain = $1", [domain]);
  await page.reload();
  await expect(page.getByText("Verified", { exact: true })).toBeVisible();

  issuer.people.set("grace", {
    sub: "grace",
    email: `grace@${domain}`,
    email_verified: true,
    name: "Grace Hopper",
    groups: ["latchkey-admins"],
  });
  const grace = await (await browser.newContext()).newPage();
  await comeIn(grace, issuer, `grace@${domain}`, "grace");
  await expect(grace).toHaveURL(new RegExp(`/${organization}`));
  await grace.goto(`/${organization}/members`);
  const row = grace.getByRole("row", { name: /Grace Hopper/ });
  await expect(row).toContainText("Admin");

  await test.step("the session is of that organization alone, and changes nothing of how one signs in", async () => {
    expect((await callApi(grace, "POST", "/organizations", { name: "Another" })).status).toBe(403);
    expect((await callApi(grace, "POST", "/account/totp", {})).status).toBe(403);
    await grace.goto("/account/sessions");
    await expect(grace.getByRole("row", { name: /This one/ })).toContainText("Single sign-on");
    await grace.goto("/account/security");
    await expect(grace.getByRole("list", { name: "Linked accounts" })).toContainText("identity provider");
  });

  await test.step("another group, another role, in the sessions that are open", async () => {
    issuer?.people.set("grace", {
      sub: "grace",
      email: `grace@${domain}`,
      email_verified: true,
      name: "Grace Hopper",
      groups: ["readers"],
    });
    const again = await (await browser.newContext()).newPage();
    if (issuer) await comeIn(again, issuer, `grace@${domain}`, "grace");
    await expect(again).toHaveURL(new RegExp(`/${organization}`));
    expect((await callApi(grace, "GET", `/organizations/${organization}/invitations`)).status).toBe(403);
    await again.context().close();
  });

  await test.step("an address that the provider has not verified comes nowhere", async () => {
    issuer?.people.set("mallory", { sub: "mallory", email: `ceo@${domain}`, email_verified: false });
    const mallory = await (await browser.newContext()).newPage();
    if (issuer) await comeIn(mallory, issuer, `ceo@${domain}`, "mallory");
    await expect(mallory.getByText(/has not verified your e-mail address/)).toBeVisible();
    expect((await callApi(mallory, "GET", "/account")).status).toBe(401);
    await mallory.context().close();
  });
  await grace.context().close();
});

test("where only single sign-on counts a member's password opens nothing of the organization, and an owner's does", async ({
  page,
  browser,
}) => {
  await signInAsOwner(page);
  const organization = await createOrganization(page, uniqueName("Only"));
  await callApiSurely(page, "POST", `/organizations/${organization}/identity-providers`, {
    name: "Directory",
    issuer: "http://127.0.0.1:9",
    clientId: "latchkey",
    clientSecret: "a client secret",
  });
  const email = uniqueEmail("jocelyn");
  const member = await joinAs(browser, page, organization, { name: "Jocelyn Bell", email, role: "admin" });
  expect((await callApi(member, "GET", `/organizations/${organization}/members`)).status).toBe(200);
  await page.goto(`/${organization}/settings/security`);
  await page.getByRole("checkbox", { name: /through the identity provider only/ }).check();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved")).toBeVisible();

  expect((await callApi(member, "GET", `/organizations/${organization}/members`)).status).toBe(403);
  await member.context().clearCookies();
  await member.goto(`/${organization}/members`);
  await fillSignIn(member, email, PASSWORD);
  await expect(member.getByText(/entered through its single sign-on only/)).toBeVisible();
  await expect(member.getByRole("table", { name: "Members" })).toHaveCount(0);
  await page.goto(`/${organization}/members`);
  await expect(page.getByRole("table", { name: "Members" })).toBeVisible();
  await member.context().close();
});
