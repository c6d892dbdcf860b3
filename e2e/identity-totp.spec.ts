import { readFileSync } from "node:fs";
import { expect, type Page } from "@playwright/test";
import {
  callApi,
  createOrganization,
  enrolTotp,
  joinAs,
  mailTo,
  PASSWORD,
  signInAs,
  signInAsOwner,
  totpCode,
  uniqueEmail,
  uniqueName,
} from "./support/people";
import { test } from "./support/test";

let organization: string;
let email: string;
let page: Page;

test.beforeEach(async ({ browser }) => {
  const ada = await (await browser.newContext()).newPage();
  await signInAsOwner(ada);
  organization = await createOrganization(ada, uniqueName("Totp"));
  email = uniqueEmail("grace");
  page = await joinAs(browser, ada, organization, { name: "Grace Hopper", email, role: "admin" });
  await ada.context().close();
});
test.afterEach(() => page.context().close());

test("an authenticator app counts once a code of it was proved, and its recovery codes are shown once and can be kept", async () => {
  await page.goto("/account/security");
  await page.getByRole("button", { name: "Set up" }).click();
  const dialog = page.getByRole("dialog", { name: "Set up an authenticator app" });
  await expect(dialog.getByRole("img", { name: /QR code/ })).toBeVisible();
  const secret = ((await dialog.locator("code").textContent()) ?? "").replace(/\s/g, "");
  expect(secret).toMatch(/^[A-Z2-7]{32,}$/);

  await test.step("a wrong code adds nothing", async () => {
    await dialog.getByLabel("Six-digit code").fill("000000");
    await dialog.getByRole("button", { name: "Add the app" }).click();
    await expect(dialog.getByText(/is not the code that the app shows now/)).toBeVisible();
    expect((await callApi(page, "GET", "/account")).body).toMatchObject({ factors: { totp: null } });
  });

  await dialog.getByLabel("Six-digit code").fill(await totpCode(secret));
  await dialog.getByRole("button", { name: "Add the app" }).click();
  const codesDialog = page.getByRole("dialog", { name: "Your recovery codes" });
  await expect(codesDialog.getByRole("listitem")).toHaveCount(10);
  const codes = await codesDialog.getByRole("list", { name: "Recovery codes" }).getByRole("listitem").allTextContents();
  expect(new Set(codes).size).toBe(10);
  for (const code of codes) expect(code).toMatch(/^[0-9a-z]{4}(-[0-9a-z]{4}){3}$/);

  await test.step("the dialog goes only once they are stored, and the file holds all of them", async () => {
    await page.keyboard.press("Escape");
    await expect(codesDialog).toBeVisible();
    await expect(codesDialog.getByRole("button", { name: "Done" })).toBeDisabled();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      codesDialog.getByRole("button", { name: "Download" }).click(),
    ]);
    expect(
      readFileSync(await download.path(), "utf8")
        .trim()
        .split("\n"),
    ).toEqual(codes);
    await codesDialog.getByRole("button", { name: "Done" }).click();
    await expect(codesDialog).toBeHidden();
  });

  await expect(page.getByText("10 of 10 are left.")).toBeVisible();
  await page.reload();
  await expect(page.getByText("10 of 10 are left.")).toBeVisible();
  const html = await page.content();
  for (const code of codes) expect(html).not.toContain(code);
  expect(html).not.toContain(secret);
  expect((await mailTo(page, email, /factor was added/)).text).toContain("authenticator app");
});

test("with a factor the password opens half a session, which shows nothing of anyone until a code is proved", async ({
  browser,
}) => {
  const secret = await enrolTotp(page);
  const context = await browser.newContext();
  const half = await context.newPage();
  await signInAs(half, email);
  await expect(half).toHaveURL(/\/sign-in\/factor/);
  await expect(half.getByRole("heading", { name: "Confirm that it is you" })).toBeVisible();

  await test.step("other pages lead back here, and the API of others refuses", async () => {
    for (const path of [
      "/",
      `/${organization}`,
      `/${organization}/keys`,
      `/${organization}/settings/security`,
      "/account/security",
      "/account/sessions",
      "/organizations/new",
    ]) {
      await half.goto(path);
      await expect(half, path).toHaveURL(/\/sign-in\/factor/);
    }
    const refused: [string, string, unknown?][] = [
      ["GET", "/organizations"],
      ["GET", `/organizations/${organization}`],
      ["GET", `/organizations/${organization}/members`],
      ["GET", `/organizations/${organization}/keys`],
      ["GET", "/account/sessions"],
      ["GET", "/account/sign-ins"],
      ["PATCH", "/account", { name: "Someone else" }],
      ["POST", "/account/recovery-codes"],
      ["POST", "/account/totp", {}],
      ["POST", "/account/passkeys/options"],
      ["POST", "/account/email", { email: "else@acme.test" }],
      ["POST", "/account/password", { newPassword: "another one of theirs" }],
      ["POST", "/organizations", { name: "Mine" }],
    ];
    for (const [method, path, body] of refused) {
      const { status } = await callApi(half, method, path, body);
      expect([401, 403], `${method} ${path} answered ${status}`).toContain(status);
    }
    expect((await callApi(half, "POST", "/account/step-up", { password: PASSWORD })).status).toBe(403);
  });

  await test.step("a wrong code is refused, the right one lets in, where one wanted to go", async () => {
    await half.goto(`/${organization}/members`);
    const field = half.getByLabel("Code from your authenticator app");
    await field.fill("123456");
    await half.getByRole("button", { name: "Confirm", exact: true }).click();
    await expect(half.getByText(/is not right, or was used before/)).toBeVisible();
    await field.fill(await totpCode(secret));
    await half.getByRole("button", { name: "Confirm", exact: true }).click();
    await expect(half).toHaveURL(new RegExp(`/${organization}/members`));
    await expect(half.getByRole("heading", { name: "Members" })).toBeVisible();
  });

  await test.step("the history tells of the refusal and of the factor", async () => {
    await half.goto("/account/sessions");
    await expect(half.getByRole("table", { name: "Sessions" }).getByText("Authenticator app").first()).toBeVisible();
    await expect(
      half.getByRole("table", { name: "Sign-in history" }).getByText("Factor refused").first(),
    ).toBeVisible();
  });
  await context.close();
});

test("a recovery code lets in once, and its owner is told", async ({ browser }) => {
  await enrolTotp(page);
  await page.getByRole("button", { name: "Create new codes" }).click();
  await page
    .getByRole("dialog", { name: "Create new recovery codes?" })
    .getByRole("button", { name: "Create new codes" })
    .click();
  const shown = page.getByRole("dialog", { name: "Your recovery codes" });
  await expect(shown.getByRole("listitem")).toHaveCount(10);
  const [code = ""] = await shown.getByRole("list", { name: "Recovery codes" }).getByRole("listitem").allTextContents();
  await shown.getByRole("checkbox", { name: "I have stored the codes" }).check();
  await shown.getByRole("button", { name: "Done" }).click();

  const enterWith = async (typed: string) => {
    const context = await browser.newContext();
    const other = await context.newPage();
    await signInAs(other, email);
    await other.getByRole("tab", { name: "Recovery code" }).click();
    await other.getByLabel("One of your recovery codes").fill(typed);
    await other.getByRole("button", { name: "Confirm", exact: true }).click();
    return other;
  };
  const first = await enterWith(` ${code.toUpperCase().replaceAll("-", " ")} `);
  await expect(first).toHaveURL(new RegExp(`/${organization}`));
  const second = await enterWith(code);
  await expect(second.getByText(/is not right, or was used before/)).toBeVisible();
  await expect(second).toHaveURL(/\/sign-in\/factor/);
  expect((await mailTo(page, email, /recovery code was used/)).text).toMatch(/9/);
  await first.context().close();
  await second.context().close();
});
