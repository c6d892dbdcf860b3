import { expect } from "@playwright/test";
import { letStepUpLapse } from "./support/installation";
import {
  callApiSurely,
  createOrganization,
  enrolTotp,
  joinAs,
  passStepUp,
  signInAsOwner,
  uniqueEmail,
  uniqueName,
} from "./support/people";
import { test } from "./support/test";

test("a question for the factor in the middle of making a production key loses nothing that was typed", async ({
  page: ada,
  browser,
}) => {
  await signInAsOwner(ada);
  const organization = await createOrganization(ada, uniqueName("Step up"));
  await callApiSurely(ada, "POST", `/organizations/${organization}/projects`, { name: "Billing", keyPrefix: "bill" });
  await callApiSurely(ada, "POST", `/organizations/${organization}/projects/billing/scopes`, {
    name: "invoices:read",
    description: "See invoices",
    category: "",
    sensitive: false,
    endpoints: [],
  });
  const email = uniqueEmail("grace");
  const page = await joinAs(browser, ada, organization, { name: "Grace Hopper", email, role: "owner" });
  const secret = await enrolTotp(page);

  const start = async (name: string) => {
    await page.goto(`/${organization}/keys/new`);
    await page.getByRole("radio", { name: /Production/ }).click();
    await page.getByLabel("Name", { exact: true }).fill(name);
    await page.getByRole("checkbox", { name: /invoices:read/ }).check();
    await letStepUpLapse(email);
    await page.getByRole("button", { name: "Create key in Production" }).click();
    return page.getByRole("dialog", { name: "Confirm that it is you" });
  };

  await test.step("given up, the form is as it was, and says why", async () => {
    const dialog = await start("nightly export");
    await expect(dialog).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    await expect(page.getByLabel("Name", { exact: true })).toHaveValue("nightly export");
    await expect(page.getByRole("checkbox", { name: /invoices:read/ })).toBeChecked();
    await expect(page.getByRole("radio", { name: /Production/ })).toBeChecked();
    await expect(page.getByRole("alert").filter({ hasText: /Confirm that it is you/ })).toBeVisible();
  });

  await test.step("a wrong code says so; the right one makes the key that was typed, once", async () => {
    await page.getByRole("button", { name: "Create key in Production" }).click();
    const dialog = page.getByRole("dialog", { name: "Confirm that it is you" });
    await dialog.getByLabel("Code from your authenticator app").fill("123123");
    await dialog.getByRole("button", { name: "Confirm", exact: true }).click();
    await expect(dialog.getByText(/is not right, or was used before/)).toBeVisible();
    await passStepUp(page, secret);
    await expect(page.getByText(/^bill_prod_[0-9A-Za-z]{38}$/).first()).toBeVisible();
    await page.getByRole("checkbox").first().check();
    await page.getByRole("link", { name: "Open the key" }).click();
    await expect(page.getByRole("heading", { name: "nightly export" })).toBeVisible();
    await page.goto(`/${organization}/keys`);
    await expect(page.getByRole("row", { name: /nightly export/ })).toHaveCount(1);
  });

  await test.step("for ten minutes it is not asked again", async () => {
    await page.goto(`/${organization}/keys/new`);
    await page.getByRole("radio", { name: /Production/ }).click();
    await page.getByLabel("Name", { exact: true }).fill("second one");
    await page.getByRole("checkbox", { name: /invoices:read/ }).check();
    await page.getByRole("button", { name: "Create key in Production" }).click();
    await expect(page.getByText(/^bill_prod_[0-9A-Za-z]{38}$/).first()).toBeVisible();
  });
  await page.context().close();
});
