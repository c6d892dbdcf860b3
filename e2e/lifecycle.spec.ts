import { expect } from "@playwright/test";
import { callApiSurely, signInAsOwner, uniqueName } from "./support/people";
import { test } from "./support/test";

/** The id in an answer that holds `{ key: { id } }`. */
function keyIn(answer: unknown): { id: string; secret: string } {
  if (typeof answer !== "object" || answer === null || !("key" in answer) || !("secret" in answer)) {
    throw new Error("A new key was expected.");
  }
  const { key, secret } = answer;
  if (typeof key !== "object" || key === null || !("id" in key)) throw new Error("A key was expected.");
  return { id: String(key.id), secret: String(secret) };
}

async function newKey(page: Parameters<typeof signInAsOwner>[0], expiresIn: string) {
  await callApiSurely(page, "POST", "/organizations/acme/projects", { name: "Lifecycle", slug: "lifecycle" }).catch(
    () => undefined,
  );
  await callApiSurely(page, "PUT", "/organizations/acme/projects/lifecycle/scopes", {
    scopes: [{ name: "items:read" }],
  }).catch(() => undefined);
  const name = uniqueName("life");
  const made = keyIn(
    await callApiSurely(page, "POST", "/organizations/acme/keys", {
      name,
      project: "lifecycle",
      environment: "development",
      scopes: ["items:read"],
      expiresIn,
    }),
  );
  return { ...made, name };
}

test("the link of an expiry mail extends a key", async ({ page }) => {
  await signInAsOwner(page);
  const { id } = await newKey(page, "5d");
  await page.goto(`/acme/keys/${id}?open=extend`);
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Extend key" }).click();
  await expect(page.getByText("The key is extended.")).toBeVisible();
  await expect(dialog).toBeHidden();
});

test("a key's rotation is paused, and its versions are compared side by side", async ({ page }) => {
  await signInAsOwner(page);
  const { id } = await newKey(page, "90d");
  await callApiSurely(page, "POST", `/organizations/acme/keys/${id}/rotate`, { reason: "quarterly" });
  await page.goto(`/acme/keys/${id}?tab=versions`);
  const versions = page.getByRole("region", { name: "Versions side by side" });
  await expect(versions.getByText("Version 1")).toBeVisible();
  await expect(versions.getByText("quarterly")).toBeVisible();
  await page.getByRole("button", { name: "Change", exact: true }).click();
  await page.getByRole("switch", { name: "Pause" }).click();
  await page.getByRole("button", { name: "Save schedule" }).click();
  await expect(page.getByText("Paused since")).toBeVisible();
});

test("a key that was revoked by mistake gets a successor with another secret", async ({ page }) => {
  await signInAsOwner(page);
  const { id, name } = await newKey(page, "90d");
  await callApiSurely(page, "POST", `/organizations/acme/keys/${id}/revoke`, {});
  await page.goto(`/acme/keys/${id}`);
  await expect(page.getByText("0 calls refused since it was revoked")).toBeVisible();
  await page.getByRole("button", { name: "Create a successor" }).click();
  await page.getByRole("button", { name: "Create successor", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "The successor's secret" });
  await dialog.getByRole("button", { name: /copy/i }).first().click();
  await dialog.getByRole("button", { name: "Open the successor" }).click();
  await expect(page).not.toHaveURL(new RegExp(id));
  await expect(page.getByRole("heading", { name })).toBeVisible();
});

test("a delivery target is set up and tried; its token is shown nowhere", async ({ page }) => {
  await signInAsOwner(page);
  await page.goto("/acme/settings/delivery");
  await page.getByRole("button", { name: "New target" }).first().click();
  const dialog = page.getByRole("dialog", { name: "New delivery target" });
  const name = uniqueName("Vault");
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByLabel("Address").fill("http://127.0.0.1:9");
  await dialog.getByLabel("Token", { exact: true }).fill("hvs.e2e-token-of-the-flow");
  await dialog.getByRole("button", { name: "Set up target" }).click();
  const row = page.getByRole("row", { name: new RegExp(name) });
  await expect(row).toBeVisible();
  await row.getByRole("button", { name: /actions/i }).click();
  await page.getByRole("menuitem", { name: "Try it" }).click();
  await expect(row.getByText("is not on the public internet")).toBeVisible();
  expect(await page.content()).not.toContain("hvs.e2e-token");
});

test("a calendar feed is made, read without a session, and ended", async ({ page, browser }) => {
  await signInAsOwner(page);
  await newKey(page, "45d");
  await page.goto("/account/calendar");
  const make = page.getByRole("button", { name: "Create a calendar feed" });
  const renew = page.getByRole("button", { name: "Renew the address" });
  await expect(make.or(renew)).toBeVisible();
  if (await make.isVisible()) await make.click();
  else {
    await renew.click();
    await page.getByRole("button", { name: "Renew", exact: true }).click();
  }
  const address = await page
    .getByText(/\/api\/v1\/calendar\/[\w-]{43}\.ics/)
    .first()
    .textContent();
  const stranger = await browser.newContext();
  const read = await stranger.request.get((address ?? "").trim());
  expect(read.headers()["content-type"]).toContain("text/calendar");
  expect(await read.text()).toContain("BEGIN:VEVENT");
  await page.getByRole("button", { name: "End the feed" }).click();
  await page.getByRole("button", { name: "End feed", exact: true }).click();
  await expect(make).toBeVisible();
  expect((await stranger.request.get((address ?? "").trim())).status()).toBe(404);
  await stranger.close();
});
