import { expect } from "@playwright/test";
import { collectAnswers } from "./support/answers";
import { verify } from "./support/product";
import { test } from "./support/test";

// The first visit of a fresh installation: nothing is seeded. Other flows come after it, by name of file.
test("from set-up to a key that is made, verified, counted and revoked", async ({ page, request }) => {
  const received = collectAnswers(page);
  await page.goto("/");
  await expect(page).toHaveURL(/\/set-up$/);
  await page.getByLabel("Your name").fill("Ada Lovelace");
  await page.getByLabel("E-mail").fill("ada@acme.test");
  await page.getByLabel("Password", { exact: true }).fill("violet engine under nine bridges");
  await page.getByLabel("Organization", { exact: true }).fill("Acme");
  await page.getByRole("button", { name: "Create organization" }).click();
  await expect(page).toHaveURL(/\/acme/);

  await test.step("the set-up page is gone for good", async () => {
    const gone = await page.request.get("/set-up");
    expect(gone.status()).toBe(404);
  });

  await test.step("a project with three environments", async () => {
    await page.goto("/acme/projects/new");
    await page.getByLabel("Name", { exact: true }).fill("Invoices");
    await page.getByLabel("Key prefix").fill("acme");
    await expect(page.getByText(/acme_prod_/)).toBeVisible();
    await page.getByRole("button", { name: "Create project" }).click();
    await expect(page).toHaveURL(/\/acme\/projects\/invoices\/scopes$/);
  });

  await test.step("a scope in its catalogue", async () => {
    await page.getByRole("button", { name: "Add scope" }).first().click();
    const form = page.getByRole("dialog");
    await form.getByLabel("Name").fill("invoices:read");
    await form.getByLabel("Description").fill("See invoices");
    await form.getByRole("button", { name: "Add scope" }).click();
    await expect(page.getByText("invoices:read").first()).toBeVisible();
  });

  const token = await test.step("a service token for the backend", async () => {
    await page.goto("/acme/service-tokens/new");
    await page.getByLabel("Name", { exact: true }).fill("invoices backend");
    await page.getByRole("button", { name: "Create service token" }).click();
    const shown = await page.getByText(/^lks_[0-9A-Za-z]{38}$/).textContent();
    expect(shown).toBeTruthy();
    await page.getByRole("checkbox").first().check();
    await page.getByRole("link", { name: "Done" }).click();
    await expect(page.getByRole("row", { name: /invoices backend/ })).toBeVisible();
    return shown ?? "";
  });

  const secret = await test.step("a key, whose secret is shown once", async () => {
    await page.goto("/acme/keys/new");
    await page.getByRole("radio", { name: /Production/ }).click();
    await page.getByLabel("Name", { exact: true }).fill("billing sync");
    await page.getByRole("checkbox", { name: /invoices:read/ }).check();
    await expect(page.getByText(/invoices:read in Production of Invoices/)).toBeVisible();
    await page.getByRole("button", { name: "Create key in Production" }).click();
    const shown = await page
      .getByText(/^acme_prod_[0-9A-Za-z]{38}$/)
      .first()
      .textContent();
    expect(shown).toBeTruthy();
    await page.getByRole("checkbox").first().check();
    await page.getByRole("link", { name: "Open the key" }).click();
    await expect(page.getByRole("heading", { name: "billing sync" })).toBeVisible();
    // The secret was in that one answer and nowhere since.
    expect(await page.content()).not.toContain(shown ?? "nothing");
    return shown ?? "";
  });

  await test.step("the gateway accepts it, and the page counts the calls", async () => {
    for (let call = 0; call < 3; call += 1) {
      const verdict = await verify(request, token, {
        key: secret,
        scopes: ["invoices:read"],
        method: "GET",
        path: "/invoices/42",
      });
      expect(verdict).toMatchObject({ valid: true, code: "VALID", name: "billing sync", environment: "production" });
    }
    await expect(page.getByText(/3 verifications/).first()).toBeVisible({ timeout: 10_000 });
  });

  await test.step("revoked, it is refused at once, with the receipt shown", async () => {
    await page.getByRole("button", { name: "Revoke" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel(/to confirm/i).fill("billing sync");
    await dialog
      .getByLabel(/reason|comment/i)
      .last()
      .fill("the flow ends here");
    await dialog.getByRole("button", { name: /Revoke/ }).click();
    await expect(page.getByText(/Refused by 1 of 1 gateways? after \d+ ms/i).first()).toBeVisible();
    const verdict = await verify(request, token, { key: secret });
    expect(verdict).toMatchObject({ valid: false, code: "REVOKED" });
  });

  await test.step("the audit trail tells it all", async () => {
    await page.goto("/acme/audit");
    for (const action of ["Key revoked", "Key created", "Project created", "Service token created"]) {
      await expect(page.getByText(action).first()).toBeVisible();
    }
  });

  await test.step("the secret was in one answer, and the browser kept it nowhere", async () => {
    const holding = (await received()).filter(({ body }) => body.includes(secret));
    expect(holding.map(({ method, path }) => `${method} ${path}`)).toEqual(["POST /api/v1/organizations/acme/keys"]);
    const kept = await page.evaluate(() =>
      JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]),
    );
    expect(kept).not.toContain(secret);
  });

  await test.step("signed out, nothing is shown", async () => {
    await page.getByRole("button", { name: /Ada Lovelace/ }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await expect(page).toHaveURL(/\/sign-in/);
    await page.goto("/acme/keys");
    await expect(page).toHaveURL(/\/sign-in/);
  });
});
