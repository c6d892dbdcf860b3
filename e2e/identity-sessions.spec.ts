import { expect } from "@playwright/test";
import {
  callApi,
  createOrganization,
  joinAs,
  PASSWORD,
  signInAs,
  signInAsOwner,
  uniqueEmail,
  uniqueName,
} from "./support/people";
import { test } from "./support/test";

test("a session that is ended from elsewhere is signed out within a second, and the page asks to sign in again", async ({
  page: ada,
  browser,
}) => {
  await signInAsOwner(ada);
  const organization = await createOrganization(ada, uniqueName("Sessions"));
  const email = uniqueEmail("sofia");
  const page = await joinAs(browser, ada, organization, { name: "Sofia Kovalevskaya", email, role: "admin" });
  const other = await (
    await browser.newContext({
      userAgent:
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
    })
  ).newPage();
  await signInAs(other, email);
  await other.goto("/account");
  await other.getByLabel("Name").fill("Sofia, on the phone");

  await page.goto("/account/sessions");
  const table = page.getByRole("table", { name: "Sessions" });
  const row = table.getByRole("row", { name: /iPhone|Safari/ });
  await expect(row).toContainText("Safari");
  await expect(row).toContainText("Password");
  await expect(table.getByRole("row", { name: /This one/ })).toContainText("Chrome");
  await row.getByRole("button").last().click();
  await page.getByRole("menuitem", { name: "End this session" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "End session" }).click();
  await expect(page.getByText("The session has ended.")).toBeVisible();
  const ended = Date.now();
  await expect.poll(async () => (await callApi(other, "GET", "/account")).status, { intervals: [50] }).toBe(401);
  expect(Date.now() - ended).toBeLessThan(1000);
  await expect(row).toHaveCount(0);

  await test.step("what was typed there is kept while its owner signs in again", async () => {
    await other.getByRole("button", { name: "Save" }).first().click();
    const dialog = other.getByRole("dialog", { name: "Sign in again" });
    await expect(dialog).toBeVisible();
    await dialog.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await dialog.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(dialog).toBeHidden();
    await expect(other.getByLabel("Name")).toHaveValue("Sofia, on the phone");
    const kept = async () => JSON.stringify((await callApi(page, "GET", "/account")).body);
    await expect.poll(kept).toContain("Sofia, on the phone");
  });

  await test.step("all others at once: this one stays", async () => {
    await page.reload();
    await page.getByRole("button", { name: "End all others" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "End the others" }).click();
    await expect(page.getByText("1 session has ended.")).toBeVisible();
    expect((await callApi(other, "GET", "/account")).status).toBe(401);
    await other.goto(`/${organization}`);
    await expect(other).toHaveURL(/\/sign-in/);
    await expect(page.getByRole("table", { name: "Sessions" }).getByRole("row", { name: /This one/ })).toBeVisible();
  });
  await page.context().close();
  await other.context().close();
});
