import { expect } from "@playwright/test";
import { callAs, choose, confirmByPassword, join, list, makeSetting, takeSecret, value } from "./requests-setting";
import { callApiSurely, mailTo, OWNER } from "./support/people";
import { test } from "./support/test";

test.setTimeout(240_000);
// What cannot be done should say where, not use the whole time up.
test.use({ actionTimeout: 20_000, navigationTimeout: 30_000 });

test("break-glass: a named admin acts alone for a bounded time, owners are told, someone else reviews it", async ({
  page,
  browser,
}) => {
  const setting = await makeSetting(page);
  const { slug } = setting;
  const base = `/organizations/${slug}`;
  const admin = await join(browser, setting, "Alan Admin", "admin");
  const reviewer = await join(browser, setting, "Rita Levi", "admin");

  await test.step("an admin who has to ask in production, as hardened organizations have it", async () => {
    const members = await callApiSurely(page, "GET", `${base}/members?limit=100`);
    const project = await callApiSurely(page, "GET", `${base}/projects/billing`);
    const member = list(members, "items").find((known) => value(known, "email") === admin.email);
    const production = list(project, "environments").find((known) => value(known, "slug") === "production");
    await callApiSurely(page, "PUT", `${base}/members/${value(member, "id")}/access`, {
      access: [{ environmentId: value(production, "id"), level: "request" }],
    });
  });

  await test.step("not named, they are told whom to ask", async () => {
    await admin.page.goto(`/${slug}/requests/break-glass`);
    await expect(admin.page.getByRole("button", { name: "Break the glass" })).toBeDisabled();
    await expect(admin.page.getByText(/An owner or admin names them in the settings of approvals/)).toBeVisible();
  });

  await test.step("an owner names them", async () => {
    await page.goto(`/${slug}/requests/settings`);
    const form = page.getByRole("form", { name: "Settings of approvals" });
    await choose(page, form.getByRole("combobox", { name: /Who may break the glass/ }), /Alan Admin/);
    await page.keyboard.press("Escape");
    await form.getByRole("button", { name: "Save settings" }).click();
    const proof = page.getByRole("dialog", { name: "Confirm that it is you" });
    const saved = page.getByText("The settings are saved");
    await expect(proof.or(saved).first()).toBeVisible();
    if (await proof.isVisible()) await confirmByPassword(page, OWNER.password);
    await expect(saved).toBeVisible();
  });

  await test.step("the glass is broken with a reason and a step-up; the clock runs, and every owner has a mail", async () => {
    await admin.page.reload();
    await admin.page.getByRole("button", { name: "Break the glass" }).click();
    const dialog = admin.page.getByRole("dialog", { name: "Break the glass?" });
    await choose(admin.page, dialog.getByRole("combobox", { name: /Environment/ }), "Billing: Production");
    await dialog.getByLabel("What the emergency is").fill("the payment provider has revoked our key");
    await dialog.getByRole("button", { name: "Break the glass" }).click();
    await confirmByPassword(admin.page);
    const open = admin.page.getByRole("region", { name: "Open emergency in Production" });
    await expect(open).toContainText("Alan Admin acts without approval");
    await expect(open.getByRole("timer")).toHaveText(/5\d minutes \d+ seconds?|59 minutes/);
    const mail = await mailTo(page, OWNER.email, /emergency|break-glass|glass/i);
    expect(mail.text).toContain("the payment provider has revoked our key");
    await page.goto(mail.links.find((link) => link.includes("/requests/break-glass")) ?? "");
    await expect(page.getByRole("region", { name: "Open emergency in Production" })).toBeVisible();
  });

  await test.step("what they ask for now is made at once", async () => {
    await admin.page.goto(`/${slug}/keys/new?environment=production&name=emergency+key&scopes=invoices:write`);
    await admin.page.getByRole("button", { name: "Ask for the key in Production" }).click();
    await takeSecret(admin.page, /^bill_prod_[0-9A-Za-z]{38}$/);
  });

  await test.step("ended early; then an approval is needed again, and nobody reviews what they did themselves", async () => {
    await admin.page.goto(`/${slug}/requests/break-glass`);
    await admin.page.getByRole("button", { name: "End it now" }).click();
    await admin.page.getByRole("dialog").getByRole("button", { name: "End it" }).click();
    await expect(admin.page.getByText("Needs a review")).toBeVisible();
    await expect(admin.page.getByRole("button", { name: "Review" })).toBeDisabled();
    await expect(admin.page.getByText("Someone else has to review what you did in an emergency.")).toBeVisible();
    const asked = await callAs(admin.page, "POST", `${base}/keys`, {
      name: "too late",
      project: "billing",
      environment: "production",
      scopes: ["invoices:write"],
    });
    expect(value(asked, "request", "state")).toBe("pending");
  });

  await test.step("someone else closes it with a review that names what was done", async () => {
    await reviewer.page.goto(`/${slug}/requests/break-glass`);
    await expect(reviewer.page.getByRole("link", { name: /emergency key/ })).toBeVisible();
    await reviewer.page.getByRole("button", { name: "Review", exact: true }).click();
    const dialog = reviewer.page.getByRole("dialog", { name: "Review what was done" });
    await dialog.getByRole("textbox").fill("One key was made for the payments; it was right and stays.");
    await dialog.getByRole("button", { name: "Close with this review" }).click();
    await confirmByPassword(reviewer.page);
    await expect(reviewer.page.getByText("Reviewed", { exact: true })).toBeVisible();
    await expect(reviewer.page.getByText(/One key was made for the payments/)).toBeVisible();
  });

  for (const { page: own } of [admin, reviewer]) await own.context().close();
});
