import { expect } from "@playwright/test";
import {
  callApi,
  callApiSurely,
  createOrganization,
  joinAs,
  signInAs,
  signInAsOwner,
  totpCode,
  uniqueEmail,
  uniqueName,
} from "./support/people";
import { test } from "./support/test";

test("where an organization requires a factor, whoever has none adds one before anything of it is seen, at once and in sessions that are open", async ({
  page: ada,
  browser,
}) => {
  await signInAsOwner(ada);
  const organization = await createOrganization(ada, uniqueName("Required"));
  const at = `/organizations/${organization}`;
  const owner = { name: "Dorothy Hodgkin", email: uniqueEmail("dorothy"), role: "owner" as const };
  const developer = { name: "Chien-Shiung Wu", email: uniqueEmail("wu"), role: "developer" as const };
  const dorothy = await joinAs(browser, ada, organization, owner);
  const wu = await joinAs(browser, ada, organization, developer);
  // The rule counts for everyone in the organization, and other flows sign in as Ada.
  const account = JSON.parse(JSON.stringify((await callApi(ada, "GET", "/account")).body));
  const own = account.memberships.find((one: { organization: string }) => one.organization === organization);
  await callApiSurely(ada, "DELETE", `${at}/members/${own.memberId}`, {});

  await dorothy.goto(`/${organization}/settings/security`);
  await dorothy.getByRole("checkbox", { name: /Everyone needs a second factor/ }).check();
  await expect(dorothy.getByText("This counts at once, also for sessions that are open now.")).toBeVisible();
  await dorothy.getByRole("button", { name: "Save" }).click();
  await expect.poll(async () => (await callApi(wu, "GET", at)).status).toBe(403);

  await test.step("an open page leads to where a factor is added", async () => {
    await wu.goto(`/${organization}/keys`);
    await expect(wu).toHaveURL(/\/sign-in\/factor/);
    await expect(wu.getByRole("heading", { name: "Add a second factor" })).toBeVisible();
  });

  await test.step("so does signing in anew, and the password does not stand for it", async () => {
    await wu.context().clearCookies();
    await signInAs(wu, developer.email);
    await expect(wu.getByRole("heading", { name: "Add a second factor" })).toBeVisible();
    for (const path of ["/organizations", at, `${at}/keys`, "/account/sessions"]) {
      expect([path, (await callApi(wu, "GET", path)).status]).toEqual([path, 403]);
    }
  });

  await test.step("with the app added and the codes stored it opens", async () => {
    const secret = ((await wu.locator("code").first().textContent()) ?? "").replace(/\s/g, "");
    await wu.getByLabel("Six-digit code").fill(await totpCode(secret));
    await wu.getByRole("button", { name: "Add the app" }).click();
    await expect(wu.getByRole("listitem")).toHaveCount(10);
    await expect(wu.getByRole("button", { name: "Continue" })).toBeDisabled();
    await wu.getByRole("checkbox", { name: "I have stored the codes" }).check();
    await wu.getByRole("button", { name: "Continue" }).click();
    await expect(wu).toHaveURL(new RegExp(`/${organization}`));
    expect((await callApi(wu, "GET", at)).status).toBe(200);
  });

  await test.step("it cannot be removed again while it is the only one", async () => {
    await wu.goto("/account/security");
    await wu.getByRole("button", { name: "Remove the app" }).click();
    await wu.getByRole("dialog").getByRole("button", { name: "Remove factor" }).click();
    await expect(wu.getByText(/Your organization requires a factor/)).toBeVisible();
  });
  await dorothy.context().close();
  await wu.context().close();
});
