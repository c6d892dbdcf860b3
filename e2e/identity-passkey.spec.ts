import { type CDPSession, expect, type Page } from "@playwright/test";
import { letStepUpLapse } from "./support/installation";
import {
  callApi,
  createOrganization,
  joinAs,
  signInAs,
  signInAsOwner,
  uniqueEmail,
  uniqueName,
} from "./support/people";
import { test } from "./support/test";

type Credential = {
  credentialId: string;
  isResidentCredential: boolean;
  rpId?: string;
  privateKey: string;
  signCount: number;
};

/** Chromium's virtual authenticator. `verifies` false: it has somebody's finger on it, but does not know whose. */
async function plugIn(page: Page, verifies = true): Promise<{ cdp: CDPSession; authenticator: string }> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: verifies,
      automaticPresenceSimulation: true,
    },
  });
  return { cdp, authenticator: authenticatorId };
}

/** Carries the passkeys of one virtual authenticator into the browser of another page, as a synchronised keychain would. */
async function carry(from: { cdp: CDPSession; authenticator: string }, to: { cdp: CDPSession; authenticator: string }) {
  const { credentials } = await from.cdp.send("WebAuthn.getCredentials", { authenticatorId: from.authenticator });
  for (const credential of credentials as Credential[]) {
    await to.cdp.send("WebAuthn.addCredential", { authenticatorId: to.authenticator, credential });
  }
  return credentials.length;
}

async function addPasskey(page: Page, name: string): Promise<void> {
  await page.goto("/account/security");
  await page.getByRole("button", { name: "Add a passkey" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a passkey" });
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByRole("button", { name: "Add a passkey" }).click();
}

let organization: string;
let email: string;
let page: Page;

test.beforeEach(async ({ browser }) => {
  const ada = await (await browser.newContext()).newPage();
  await signInAsOwner(ada);
  organization = await createOrganization(ada, uniqueName("Passkeys"));
  email = uniqueEmail("lise");
  page = await joinAs(browser, ada, organization, { name: "Lise Meitner", email, role: "admin" });
  await ada.context().close();
});
test.afterEach(() => page.context().close());

test("a passkey is a second factor, and lets in by itself", async ({ browser }) => {
  const keychain = await plugIn(page);
  await addPasskey(page, "work laptop");
  const codes = page.getByRole("dialog", { name: "Your recovery codes" });
  await codes.getByRole("checkbox", { name: "I have stored the codes" }).check();
  await codes.getByRole("button", { name: "Done" }).click();
  await expect(page.getByText("work laptop")).toBeVisible();

  await test.step("the same device is not added twice", async () => {
    await addPasskey(page, "again");
    await expect(page.getByText("This device already holds a passkey of yours.")).toBeVisible();
    await page.keyboard.press("Escape");
  });

  const second = await (await browser.newContext()).newPage();
  const device = await plugIn(second);
  await test.step("after the password it is asked for", async () => {
    await signInAs(second, email);
    await expect(second).toHaveURL(/\/sign-in\/factor/);
    expect(await carry(keychain, device)).toBe(1);
    await second.getByRole("button", { name: "Use a passkey" }).click();
    await expect(second).toHaveURL(new RegExp(`/${organization}$`));
  });

  await test.step("a copy that lags behind its counter is a stolen one, and refused", async () => {
    const copy = await (await browser.newContext()).newPage();
    await carry(keychain, await plugIn(copy));
    await copy.goto("/sign-in");
    await copy.getByRole("button", { name: "Sign in with a passkey" }).click();
    await expect(copy.getByText(/This passkey is not known here/)).toBeVisible();
    expect((await callApi(copy, "GET", "/account")).status).toBe(401);
    await copy.context().close();
  });

  await test.step("without the password it is enough, and its use is shown", async () => {
    const alone = await (await browser.newContext()).newPage();
    await carry(device, await plugIn(alone));
    await second.context().close();
    await alone.goto(`/sign-in?callback=${encodeURIComponent(`/${organization}/members`)}`);
    await alone.getByRole("button", { name: "Sign in with a passkey" }).click();
    await expect(alone).toHaveURL(new RegExp(`/${organization}/members$`));
    await alone.goto("/account/sessions");
    const current = alone.getByRole("row", { name: /This one/ });
    await expect(current).toContainText("Passkey");

    await test.step("and it answers the question before a sensitive change", async () => {
      await letStepUpLapse(email);
      await alone.goto("/account/security");
      await alone.getByRole("button", { name: "Create new codes" }).click();
      await alone.getByRole("dialog").getByRole("button", { name: "Create new codes" }).click();
      const question = alone.getByRole("dialog", { name: "Confirm that it is you" });
      const passkeyTab = question.getByRole("tab", { name: "Passkey" });
      if (await passkeyTab.isVisible()) await passkeyTab.click();
      await question.getByRole("button", { name: "Use a passkey" }).click();
      await expect(alone.getByRole("list", { name: "Recovery codes" }).getByRole("listitem")).toHaveCount(10);
    });
    await alone.context().close();
  });
});

test("a passkey that does not verify its user is neither added nor let in", async ({ browser }) => {
  await test.step("it is not added", async () => {
    const careless = await plugIn(page, false);
    await addPasskey(page, "found on a desk");
    await expect(page.getByText(/No passkey was created/)).toBeVisible({ timeout: 60_000 });
    expect((await callApi(page, "GET", "/account")).body).toMatchObject({ factors: { passkeys: [] } });
    await careless.cdp.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId: careless.authenticator });
    await page.keyboard.press("Escape");
  });

  const keychain = await plugIn(page);
  await addPasskey(page, "work laptop");
  await page.getByRole("checkbox", { name: "I have stored the codes" }).check();
  await page.getByRole("dialog").getByRole("button", { name: "Done" }).click();

  await test.step("it lets nobody in", async () => {
    const thief = await (await browser.newContext()).newPage();
    const stolen = await plugIn(thief, false);
    await carry(keychain, stolen);
    await thief.goto("/sign-in");
    await thief.getByRole("button", { name: "Sign in with a passkey" }).click();
    await expect(thief.getByText("No passkey was chosen.")).toBeVisible({ timeout: 60_000 });
    expect((await callApi(thief, "GET", "/account")).status).toBe(401);
    await thief.context().close();
  });
});

test("a passkey that was removed lets nobody in", async ({ browser }) => {
  const keychain = await plugIn(page);
  await addPasskey(page, "old phone");
  await page.getByRole("checkbox", { name: "I have stored the codes" }).check();
  await page.getByRole("dialog").getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "Rename old phone" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("lost phone");
  await page.getByRole("dialog").getByRole("button", { name: "Rename" }).click();
  await page.getByRole("button", { name: "Remove lost phone" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove factor" }).click();
  await expect(page.getByText("lost phone", { exact: true })).toBeHidden();
  const finder = await (await browser.newContext()).newPage();
  await carry(keychain, await plugIn(finder));
  await finder.goto("/sign-in");
  await finder.getByRole("button", { name: "Sign in with a passkey" }).click();
  await expect(finder.getByText(/This passkey is not known here/)).toBeVisible();
  expect((await callApi(finder, "GET", "/account")).status).toBe(401);
  await finder.context().close();
});
