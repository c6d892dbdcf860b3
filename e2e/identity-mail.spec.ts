import { expect, type Page } from "@playwright/test";
import {
  callApi,
  createOrganization,
  enrolTotp,
  fillSignIn,
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
  organization = await createOrganization(ada, uniqueName("Mail"));
  email = uniqueEmail("emmy");
  page = await joinAs(browser, ada, organization, { name: "Emmy Noether", email, role: "developer" });
  await ada.context().close();
});
test.afterEach(() => page.context().close());

test("a forgotten password is set anew by a mailed link, once, and every session ends", async ({ browser }) => {
  const other = await (await browser.newContext()).newPage();
  const ask = async (address: string) => {
    await other.goto("/sign-in");
    await other.getByRole("link", { name: "Forgot it?" }).click();
    await expect(other.getByRole("heading", { name: "Forgotten password" })).toBeVisible();
    await other.getByLabel("E-mail").fill(address);
    await other.getByRole("button", { name: "Send the link" }).click();
    await expect(other.getByText("Look into your mailbox")).toBeVisible();
    return (await other.getByRole("main").textContent())?.replace(address, "…");
  };
  const said = await ask(email);
  expect(await ask(uniqueEmail("nobody")), "an address that is nobody's reads the same").toBe(said);

  const mail = await mailTo(other, email, "Reset your password");
  const link = mail.links.find((url) => url.includes("#token=")) ?? "";
  await other.goto(link);
  await other.getByLabel("New password").fill("password1234");
  await other.getByRole("button", { name: "Set password" }).click();
  await expect(other.getByText(/common|guess/i).first()).toBeVisible();
  const fresh = "silver herons over the marsh";
  await other.getByLabel("New password").fill(fresh);
  await other.getByRole("button", { name: "Set password" }).click();
  await expect(other.getByText("Your password is set")).toBeVisible();
  expect(other.url()).not.toContain("token");

  expect((await callApi(page, "GET", "/account")).status).toBe(401);
  await test.step("the link works once, the old password not at all", async () => {
    await other.goto("about:blank");
    await other.goto(link);
    await other.getByLabel("New password").fill("another heron elsewhere");
    await other.getByRole("button", { name: "Set password" }).click();
    await expect(other.getByRole("alert").first()).toBeVisible();
    await other.goto("/sign-in");
    await fillSignIn(other, email, PASSWORD);
    await expect(other.getByText("The e-mail address or the password is not right.")).toBeVisible();
    await signInAs(other, email, fresh);
    await expect(other).toHaveURL(new RegExp(`/${organization}`));
  });
  expect((await mailTo(other, email, "Your password was changed")).subject).toBeTruthy();
  await other.context().close();
});

test("a mailed link signs in once, and does not stand for a second factor", async ({ browser }) => {
  const other = await (await browser.newContext()).newPage();
  const ask = async (known: readonly string[]) => {
    await other.goto("/sign-in");
    await other.getByRole("button", { name: "Mail me a sign-in link" }).click();
    await other.getByLabel("E-mail").fill(email);
    await other.getByRole("button", { name: "Send the link" }).click();
    await expect(other.getByText("Look into your mailbox")).toBeVisible();
    return mailTo(other, email, "Your sign-in link", { besides: known });
  };
  const mail = await ask([]);
  const link = mail.links.find((url) => url.includes("#token=")) ?? "";
  await test.step("opening alone does nothing, for scanners open links", async () => {
    await other.goto(link);
    await expect(other.getByRole("button", { name: "Sign in", exact: true })).toBeVisible();
    expect((await callApi(other, "GET", "/account")).status).toBe(401);
  });
  await other.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(other).toHaveURL(new RegExp(`/${organization}`));

  await test.step("a second time it is dead", async () => {
    const again = await (await browser.newContext()).newPage();
    await again.goto(link);
    await again.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(again.getByText(/has been used, has expired, or was never valid/)).toBeVisible();
    await again.context().close();
  });

  await test.step("with a factor it opens half a session", async () => {
    const secret = await enrolTotp(page);
    await other.context().clearCookies();
    const next = await ask([mail.id]);
    await other.goto("about:blank");
    await other.goto(next.links.find((url) => url.includes("#token=")) ?? "");
    await other.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(other).toHaveURL(/\/sign-in\/factor/);
    expect((await callApi(other, "GET", "/organizations")).status).toBe(403);
    await other.getByLabel("Code from your authenticator app").fill(await totpCode(secret));
    await other.getByRole("button", { name: "Confirm", exact: true }).click();
    await expect(other).toHaveURL(new RegExp(`/${organization}`));
  });
  await other.context().close();
});
