import { expect } from "@playwright/test";
import { callAs, confirmByPassword, join, makeSetting, takeSecret, value } from "./requests-setting";
import { mailTo } from "./support/people";
import { verify } from "./support/product";
import { test } from "./support/test";

test.setTimeout(240_000);
// What cannot be done should say where, not use the whole time up.
test.use({ actionTimeout: 20_000, navigationTimeout: 30_000 });

test("decisions reach the requester with their reasons, many at once, and rights that are missing are explained", async ({
  page,
  browser,
  request,
}) => {
  const setting = await makeSetting(page);
  const { slug, token } = setting;
  const dev = await join(browser, setting, "Dora Developer", "developer");
  const admin = await join(browser, setting, "Alan Turing", "admin");
  const auditor = await join(browser, setting, "Otto Auditor", "auditor");
  const ask = async (name: string) =>
    value(
      await callAs(dev.page, "POST", `/organizations/${slug}/requests`, {
        kind: "create_key",
        reason: `${name} needs it`,
        name,
        project: "billing",
        environment: "production",
        scopes: ["invoices:read"],
      }),
      "request",
      "id",
    );

  await test.step("a denial has a reason, which the requester gets by mail and on the page", async () => {
    const id = await ask("unwanted");
    await admin.page.goto(`/${slug}/requests/${id}`);
    await admin.page.getByRole("button", { name: "Deny", exact: true }).click();
    const dialog = admin.page.getByRole("dialog", { name: "Deny this request?" });
    await expect(dialog.getByRole("button", { name: "Deny request" })).toBeDisabled();
    await dialog.getByRole("textbox").fill("use the key that the nightly job has");
    await dialog.getByRole("button", { name: "Deny request" }).click();
    await confirmByPassword(admin.page);
    const mail = await mailTo(page, dev.email, /denied/i);
    expect(mail.text).toContain("use the key that the nightly job has");
    await dev.page.goto(`/${slug}/requests/${id}`);
    await expect(dev.page.getByText("use the key that the nightly job has").first()).toBeVisible();
    await expect(dev.page.getByRole("button", { name: "Approve", exact: true })).toHaveCount(0);
  });

  await test.step("several are approved at once, by keyboard", async () => {
    const names = ["first sync", "second sync", "third sync"];
    for (const name of names) await ask(name);
    await admin.page.goto(`/${slug}/requests?waiting=me`);
    await expect(admin.page.getByRole("row", { name: /third sync/ })).toBeVisible();
    await expect(async () => {
      await admin.page.keyboard.press("j");
      await expect(admin.page.getByRole("link", { name: /third sync/ })).toBeFocused({ timeout: 500 });
    }).toPass();
    await admin.page.keyboard.press("x");
    await admin.page.keyboard.press("j");
    await admin.page.keyboard.press("x");
    await expect(admin.page.getByRole("region", { name: "Selected" })).toContainText("2 selected");
    await admin.page.keyboard.press("a");
    const dialog = admin.page.getByRole("dialog", { name: "Approve 2 requests?" });
    await expect(dialog.getByText(/third sync/)).toBeVisible();
    await dialog.getByRole("button", { name: "Approve", exact: true }).click();
    await expect(admin.page.getByText("2 approved")).toBeVisible();
    await expect(admin.page.getByRole("row", { name: /first sync/ })).toBeVisible();
    await expect(admin.page.getByRole("row", { name: /third sync/ })).toHaveCount(0);
  });

  await test.step("an approved key is claimed for someone else: the link opens once", async () => {
    await dev.page.goto(`/${slug}/requests?state=approved`);
    await dev.page.getByRole("link", { name: /third sync/ }).click();
    await dev.page.getByRole("button", { name: "Claim for someone else" }).click();
    const dialog = dev.page.getByRole("dialog");
    await dialog.getByLabel("Who it is for").fill("the operator of the nightly job");
    await dialog.getByRole("button", { name: "Create the link" }).click();
    await confirmByPassword(dev.page);
    const link = (await dialog.getByText(/\/hand-over\/[^#]+#/).textContent()) ?? "";
    const context = await browser.newContext({ baseURL: new URL(page.url()).origin });
    const stranger = await context.newPage();
    await stranger.goto(link);
    await stranger.getByRole("button", { name: "Open the secret" }).click();
    const secret = (await stranger.getByText(/^bill_prod_[0-9A-Za-z]{38}$/).textContent()) ?? "";
    expect(await verify(request, token, { key: secret, scopes: ["invoices:read"] })).toMatchObject({ code: "VALID" });
    const again = await context.newPage();
    await again.goto(link);
    await again.getByRole("button", { name: "Open the secret" }).click();
    await expect(again.getByText(/was opened|opened before|already/i).first()).toBeVisible();
    await mailTo(page, dev.email, /opened/i);
    await context.close();
    await dialog.getByRole("button", { name: "Close" }).first().click();
  });

  await test.step("whoever only reads sees the request, why they cannot decide, and who can", async () => {
    await auditor.page.goto(`/${slug}/requests?state=pending`);
    await auditor.page.getByRole("link", { name: /first sync/ }).click();
    await expect(auditor.page.getByRole("button", { name: "Approve", exact: true })).toBeDisabled();
    await expect(auditor.page.getByText(/The role auditor only reads requests/)).toBeVisible();
    await expect(auditor.page.getByText("Can decide")).toBeVisible();
    await auditor.page.goto(`/${slug}/requests/rules`);
    await expect(auditor.page.getByRole("button", { name: "New rule" })).toBeDisabled();
    await expect(auditor.page.getByText(/Only owners and admins decide how approvals work/)).toBeVisible();
    await auditor.page.goto(`/${slug}/requests/settings`);
    await expect(auditor.page.getByText(/Only owners and admins decide how approvals work/)).toBeVisible();
    await auditor.page.goto(`/${slug}/requests/break-glass`);
    await expect(auditor.page.getByRole("button", { name: "Break the glass" })).toBeDisabled();
  });

  await test.step("a change that gives a key more than its owner may give leads to a request with everything filled in", async () => {
    await dev.page.goto(`/${slug}/requests?state=approved`);
    await dev.page.getByRole("link", { name: /second sync/ }).click();
    await dev.page.getByRole("button", { name: "Claim the key" }).click();
    const secret = await takeSecret(dev.page, /^bill_prod_[0-9A-Za-z]{38}$/);
    await verify(request, token, { key: secret, method: "GET", path: "/invoices/1", ip: "198.51.100.7" });
    await dev.page.getByRole("button", { name: "Edit", exact: true }).click();
    const panel = dev.page.getByRole("dialog");
    await panel.getByRole("checkbox", { name: /reports:read/ }).check();
    await panel.getByRole("button", { name: /Save/ }).click();
    await expect(panel.getByText("You may not add this alone")).toBeVisible();
    await panel.getByRole("link", { name: "Ask for these scopes" }).click();
    const form = dev.page.getByRole("form", { name: "New request" });
    await expect(form.getByText("reports:read").first()).toBeVisible();
    await form.getByLabel("Reason").fill("the monthly report");
    await form.getByRole("button", { name: "Send request" }).click();
    await expect(dev.page.getByText(/One more approval/)).toBeVisible();
  });

  await test.step("a narrower allow-list is tried on the calls of the last 30 days before it is saved", async () => {
    await dev.page.getByRole("link", { name: "Open the key" }).click();
    await expect(dev.page.getByText("1 verification").first()).toBeVisible({ timeout: 20_000 });
    await dev.page.getByRole("button", { name: "Edit", exact: true }).click();
    const panel = dev.page.getByRole("dialog");
    await panel.getByLabel("Allowed addresses").fill("203.0.113.0/24");
    await panel.getByLabel("Allowed addresses").press("Enter");
    await panel.getByRole("button", { name: "Try on the last 30 days" }).click();
    await expect(panel.getByText(/Allowed addresses: 1 call from 1 address/)).toBeVisible();
    await panel.getByRole("button", { name: "Save anyway" }).click();
    await expect(dev.page.getByText("Key changed")).toBeVisible();
  });

  for (const { page: own } of [dev, admin, auditor]) await own.context().close();
});
