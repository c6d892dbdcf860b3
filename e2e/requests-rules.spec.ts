import { expect } from "@playwright/test";
import { callAs, choose, confirmByPassword, join, makeSetting, takeSecret } from "./requests-setting";
import { test } from "./support/test";

test.setTimeout(240_000);
// What cannot be done should say where, not use the whole time up.
test.use({ actionTimeout: 20_000, navigationTimeout: 30_000 });

test("a policy is saved with the keys it leaves out of bounds named, and a standing rule is tried, switched on and used", async ({
  page,
  browser,
}) => {
  const setting = await makeSetting(page);
  const { slug } = setting;
  const base = `/organizations/${slug}`;
  const dev = await join(browser, setting, "Dora Developer", "developer");
  const admin = await join(browser, setting, "Alan Admin", "admin");

  await test.step("the policy says which keys it would put out of bounds, before it is saved", async () => {
    await callAs(admin.page, "POST", `${base}/keys`, {
      name: "old reporting",
      project: "billing",
      environment: "staging",
      scopes: ["reports:read"],
      expiresIn: "300d",
    });
    await admin.page.goto(`/${slug}/projects/billing/environments/staging/policy`);
    const form = admin.page.getByRole("form", { name: "Policy of Staging" });
    await form.getByRole("checkbox", { name: /allow-list/i }).check();
    await form.getByRole("button", { name: "Review and save" }).click();
    const dialog = admin.page.getByRole("dialog", { name: /Save the policy of/ });
    await expect(dialog.getByText(/1 of 1 live keys would be out of bounds/)).toBeVisible();
    await expect(dialog.getByRole("list", { name: "Keys out of bounds" })).toContainText("old reporting");
    await dialog.getByRole("radio", { name: /Their owners are warned/ }).click();
    await dialog.getByRole("textbox").fill("no key without addresses any more");
    await dialog.getByRole("button", { name: "Save policy" }).click();
    await confirmByPassword(admin.page);
    await expect(admin.page.getByText("The policy of Staging is saved")).toBeVisible();
  });

  await test.step("of two who change it at once, the second is told and loses nothing that was typed", async () => {
    await page.goto(`/${slug}/projects/billing/environments/staging/policy`);
    const late = page.getByRole("form", { name: "Policy of Staging" });
    const early = admin.page.getByRole("form", { name: "Policy of Staging" });
    await late.getByRole("checkbox", { name: /second factor/i }).check();
    await early.getByRole("checkbox", { name: /allow-list/i }).uncheck();
    await early.getByRole("button", { name: "Review and save" }).click();
    await admin.page.getByRole("dialog").getByRole("button", { name: "Save policy" }).click();
    await expect(admin.page.getByText("version 3").first()).toBeVisible();
    await late.getByRole("button", { name: "Review and save" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Save policy" }).click();
    await expect(page.getByText(/Somebody changed the policy meanwhile/)).toBeVisible();
    await expect(late.getByRole("checkbox", { name: /second factor/i })).toBeChecked();
    await page.getByRole("button", { name: "Drop my changes" }).click();
  });

  await test.step("people decide, as long as there is no rule", async () => {
    await dev.page.goto(`/${slug}/keys/new?environment=staging&name=staging+reader&scopes=invoices:read`);
    await dev.page.getByRole("button", { name: "Ask for the key in Staging" }).click();
    await expect(dev.page.getByText(/One more approval/)).toBeVisible();
  });

  await test.step("an admin writes a rule, which is off until it was tried on past requests", async () => {
    await admin.page.goto(`/${slug}/requests/rules`);
    await admin.page.getByRole("button", { name: "New rule" }).first().click();
    const panel = admin.page.getByRole("dialog", { name: "New standing rule" });
    await panel.getByLabel("Name", { exact: true }).fill("reading in staging");
    await choose(admin.page, panel.getByRole("combobox", { name: /Environments/ }), "Billing: Staging");
    await admin.page.keyboard.press("Escape");
    await panel.getByLabel(/^For at most/).fill("200");
    await panel.getByRole("button", { name: "Create rule" }).click();
    const row = admin.page.getByRole("row", { name: /reading in staging/ });
    await expect(row).toContainText("Off");
    await expect(row).toContainText("Not tried on past requests");
    await expect(row).toContainText("Only scopes of *:read.");
    await expect(row).toContainText("Never a sensitive scope.");
  });

  await test.step("the trial shows what it would have approved; then it is switched on", async () => {
    const row = admin.page.getByRole("row", { name: /reading in staging/ });
    await row.getByRole("button", { name: /actions/i }).click();
    await admin.page.getByRole("menuitem", { name: "Try and switch on" }).click();
    const dialog = admin.page.getByRole("dialog");
    await expect(
      dialog.getByText(/Of 1 request in 90 days it would have approved 1; people denied none/),
    ).toBeVisible();
    await expect(dialog.getByRole("link", { name: "staging reader" })).toBeVisible();
    await dialog.getByRole("button", { name: "Switch the rule on" }).click();
    await expect(row.getByText("On", { exact: true })).toBeVisible();
  });

  await test.step("what it matches is made at once, with the rule as the record; anything else waits for people", async () => {
    await dev.page.goto(`/${slug}/keys/new?environment=staging&name=second+reader&scopes=invoices:read`);
    await dev.page.getByRole("button", { name: "Ask for the key in Staging" }).click();
    await takeSecret(dev.page, /^bill_stg_[0-9A-Za-z]{38}$/);
    await dev.page.goto(`/${slug}/keys/new?environment=staging&name=writer&scopes=invoices:write`);
    await dev.page.getByRole("button", { name: "Ask for the key in Staging" }).click();
    await expect(dev.page.getByText(/One more approval/)).toBeVisible();
    await dev.page.goto(`/${slug}/requests`);
    await dev.page.getByRole("link", { name: /second reader/ }).click();
    await expect(dev.page.getByText(/standing rule/i).first()).toBeVisible();
  });

  await test.step("a template is made, a key starts from it, and says so when the template has moved on", async () => {
    await admin.page.goto(`/${slug}/projects/billing/templates`);
    await admin.page.getByRole("button", { name: "New template" }).first().click();
    const panel = admin.page.getByRole("dialog", { name: "New template" });
    await panel.getByLabel("Name", { exact: true }).fill("Reporting");
    await panel.getByRole("checkbox", { name: /reports:read/ }).check();
    await panel.getByRole("button", { name: "Create template" }).click();
    const row = admin.page.getByRole("row", { name: /Reporting/ });
    await row.getByRole("button", { name: /actions/i }).click();
    await admin.page.getByRole("menuitem", { name: "New key from it" }).click();
    await admin.page.getByRole("radio", { name: /Development/ }).click();
    await expect(admin.page.getByRole("checkbox", { name: /reports:read/ })).toBeChecked();
    await admin.page.getByLabel("Name", { exact: true }).fill("from a template");
    await admin.page.getByRole("button", { name: "Create key in Development" }).click();
    await takeSecret(admin.page, /^bill_dev_[0-9A-Za-z]{38}$/);
    const key = admin.page.url();
    await admin.page.goto(`/${slug}/projects/billing/templates`);
    await row.getByRole("button", { name: /actions/i }).click();
    await admin.page.getByRole("menuitem", { name: "Edit" }).click();
    await admin.page.getByRole("checkbox", { name: /invoices:read/ }).check();
    await admin.page.getByRole("button", { name: "Save template" }).click();
    await expect(row).toContainText("1 of an older version");
    await admin.page.goto(key);
    await expect(admin.page.getByText(/It was created from version 1 of/)).toBeVisible();
  });

  for (const { page: own } of [dev, admin]) await own.context().close();
});
