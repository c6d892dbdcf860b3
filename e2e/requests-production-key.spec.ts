import { expect } from "@playwright/test";
import { confirmByPassword, join, makeSetting, takeSecret } from "./requests-setting";
import { letStepUpLapse } from "./support/installation";
import { fillSignIn, mailTo, PASSWORD } from "./support/people";
import { verify } from "./support/product";
import { test } from "./support/test";

// The grant lasts a minute, the least that there is, and the flow waits for its end as everybody else does.
test.setTimeout(300_000);
// What cannot be done should say where, not use the whole time up.
test.use({ actionTimeout: 20_000, navigationTimeout: 30_000 });

test("a production key with a sensitive scope: two people approve, the requester claims, an elevation ends by itself", async ({
  page,
  browser,
  request,
}) => {
  const setting = await makeSetting(page);
  const { slug, token } = setting;
  const dev = await join(browser, setting, "Dora Developer", "developer");
  const first = await join(browser, setting, "Alan Turing", "admin");
  const second = await join(browser, setting, "Bea Arthur", "admin");
  let url = "";
  let approvedAt = 0;

  await test.step("the developer asks, and sees at once what is missing and who can give it", async () => {
    await dev.page.goto(`/${slug}/keys/new`);
    await dev.page.getByRole("radio", { name: /Production/ }).click();
    await dev.page.getByLabel("Name", { exact: true }).fill("billing sync");
    await dev.page.getByRole("checkbox", { name: /invoices:write/ }).check();
    await expect(dev.page.getByText("It needs an approval")).toBeVisible();
    await dev.page.getByRole("button", { name: "Ask for the key in Production" }).click();
    await expect(dev.page).toHaveURL(/\/requests\/req_/);
    url = dev.page.url();
    await expect(dev.page.getByText(/2 more approvals by any owner or admin/)).toBeVisible();
    await expect(dev.page.getByText(first.name)).toBeVisible();
    await expect(dev.page.getByText(second.name)).toBeVisible();
  });

  await test.step("nobody approves their own request: the button is there, disabled, with the reason", async () => {
    await expect(dev.page.getByRole("button", { name: "Approve", exact: true })).toBeDisabled();
    await expect(dev.page.getByText("Nobody decides on their own request.")).toBeVisible();
  });

  await test.step("an approver decides from the list, by keyboard, after a step-up", async () => {
    await first.page.goto(`/${slug}/requests?waiting=me`);
    await expect(first.page.getByRole("row", { name: /billing sync/ })).toBeVisible();
    await expect(first.page.locator("p", { hasText: /move.*choose.*approve.*deny/ })).toBeVisible();
    await expect(async () => {
      await first.page.keyboard.press("j");
      await expect(first.page.getByRole("link", { name: /billing sync/ })).toBeFocused({ timeout: 500 });
    }).toPass();
    await first.page.keyboard.press("a");
    const dialog = first.page.getByRole("dialog", { name: "Approve this request?" });
    await dialog.getByLabel("Comment").fill("as agreed");
    await dialog.getByRole("button", { name: "Approve", exact: true }).click();
    await confirmByPassword(first.page);
    await expect(first.page.getByText("1 approved")).toBeVisible();
  });

  await test.step("an edit voids the approval, and the requester is told so beforehand", async () => {
    await dev.page.reload();
    await dev.page.getByRole("button", { name: "Edit request" }).click();
    const dialog = dev.page.getByRole("dialog", { name: "Edit this request" });
    await expect(dialog.getByText("One approval is void then.")).toBeVisible();
    await dialog.getByLabel("Reason").fill("the nightly sync of invoices");
    await dialog.getByRole("button", { name: "Save and ask again" }).click();
    await expect(dev.page.getByText(/does not count any more/)).toBeVisible();
    await expect(dev.page.getByText(/2 more approvals/)).toBeVisible();
  });

  await test.step("the first approver agrees to the new revision on its page, which says all that matters", async () => {
    await first.page.goto(url);
    await expect(first.page.getByText("the nightly sync of invoices").first()).toBeVisible();
    await expect(first.page.getByText("What is unusual about it")).toBeVisible();
    await expect(first.page.getByText("Change invoices")).toBeVisible();
    await first.page.getByRole("button", { name: "Approve", exact: true }).click();
    await first.page.getByRole("dialog").getByRole("button", { name: "Approve request" }).click();
    await expect(first.page.getByText("You have decided on this request already.")).toBeVisible();
  });

  await test.step("the second comes from the mail, signed out: it leads to the page and a step-up, never acts by itself", async () => {
    const mail = await mailTo(page, second.email, /Dora Developer asks for approval/);
    const link = mail.links.find((found) => found.includes("/requests/req_"));
    const context = await browser.newContext({ baseURL: new URL(page.url()).origin });
    const fresh = await context.newPage();
    await fresh.goto(link ?? "");
    await expect(fresh).toHaveURL(/\/sign-in/);
    await fillSignIn(fresh, second.email, PASSWORD);
    await expect(fresh).toHaveURL(url);
    await letStepUpLapse(second.email);
    await expect(fresh.getByText(/One more approval/)).toBeVisible();
    await fresh.getByRole("button", { name: "Approve", exact: true }).click();
    await fresh.getByRole("dialog").getByRole("button", { name: "Approve request" }).click();
    await confirmByPassword(fresh);
    await expect(fresh.getByText(/To be claimed by/)).toBeVisible();
    await context.close();
  });

  const secret =
    await test.step("the requester is told, and claims: the secret is made now and shown once", async () => {
      const mail = await mailTo(page, dev.email, /approved/i);
      await dev.page.goto(mail.links.find((found) => found.includes("/requests/req_")) ?? "");
      await dev.page.getByRole("button", { name: "Claim the key" }).click();
      await confirmByPassword(dev.page);
      const shown = await takeSecret(dev.page, /^bill_prod_[0-9A-Za-z]{38}$/);
      await expect(dev.page.getByRole("heading", { name: "billing sync" })).toBeVisible();
      return shown;
    });
  expect(await verify(request, token, { key: secret, scopes: ["invoices:write"] })).toMatchObject({ code: "VALID" });

  await test.step("a refusal carries the link to a request for exactly the missing scope", async () => {
    const refused = await verify(request, token, { key: secret, scopes: ["refunds:write"] });
    expect(refused).toMatchObject({ code: "INSUFFICIENT_SCOPE", missingScopes: ["refunds:write"] });
    await dev.page.goto(String(refused.requestUrl));
    const form = dev.page.getByRole("form", { name: "New request" });
    await expect(form.getByText("refunds:write").first()).toBeVisible();
    await form.getByRole("radio", { name: /Scopes for a time/ }).click();
    await form.getByLabel("Reason").fill("pay the double charges of Friday back");
    await form.getByRole("button", { name: "Send request" }).click();
    await expect(dev.page).toHaveURL(/\/requests\/req_/);
    url = dev.page.url();
    await expect(dev.page.getByText(/for 1 hour/).first()).toBeVisible();
  });

  await test.step("asked for an hour, an approver gives less: a minute", async () => {
    await first.page.goto(url);
    await first.page.getByRole("button", { name: "Approve", exact: true }).click();
    const dialog = first.page.getByRole("dialog", { name: "Approve this request?" });
    await dialog.getByRole("combobox", { name: /unit/i }).click();
    await first.page.getByRole("option", { name: /minute/i }).click();
    await dialog.getByLabel("For how long", { exact: true }).fill("1");
    await dialog.getByRole("button", { name: "Approve request" }).click();
    await expect(first.page.getByText("You have decided on this request already.")).toBeVisible();
    expect(await verify(request, token, { key: secret, scopes: ["refunds:write"] })).toMatchObject({
      code: "INSUFFICIENT_SCOPE",
    });
    await second.page.goto(url);
    await expect(second.page.getByText("An approver took something away from what was asked.")).toBeVisible();
    await second.page.getByRole("button", { name: "Approve", exact: true }).click();
    await second.page.getByRole("dialog").getByRole("button", { name: "Approve request" }).click();
    approvedAt = Date.now();
    await confirmByPassword(second.page);
    await expect(second.page.getByText(/it took effect with the approval/)).toBeVisible();
  });

  await test.step("the elevation works, is shown on the key, and ends by itself: the gateway refuses", async () => {
    await expect
      .poll(async () => (await verify(request, token, { key: secret, scopes: ["refunds:write"] })).code, {
        timeout: 10_000,
      })
      .toBe("VALID");
    await dev.page.goto(url);
    await dev.page.getByRole("link", { name: "Open the key" }).click();
    await expect(dev.page.getByText("In force")).toBeVisible();
    await expect
      .poll(async () => (await verify(request, token, { key: secret, scopes: ["refunds:write"] })).code, {
        timeout: 90_000,
        intervals: [1000],
      })
      .toBe("INSUFFICIENT_SCOPE");
    expect(Date.now() - approvedAt).toBeGreaterThanOrEqual(60_000);
    expect(await verify(request, token, { key: secret, scopes: ["invoices:write"] })).toMatchObject({ code: "VALID" });
    await dev.page.reload();
    await expect(dev.page.getByText("Ended", { exact: true })).toBeVisible();
  });

  for (const { page: own } of [dev, first, second]) await own.context().close();
});
