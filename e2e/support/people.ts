import { type Browser, expect, type Page } from "@playwright/test";
import { generateSync } from "otplib";

/** The first person of every installation that flows run against. She never enrols a factor: other flows sign in as her. */
export const OWNER = { name: "Ada Lovelace", email: "ada@acme.test", password: "violet engine under nine bridges" };

export type Newcomer = { name: string; email: string; role: "owner" | "admin" | "developer" | "auditor" };
export type Mail = { id: string; subject: string; text: string; links: string[] };

/** The password that everyone who joins by `joinAs` has. */
export const PASSWORD = "amber lantern over quiet harbour";

/** An address that no other run of a flow has. */
export function uniqueEmail(name: string): string {
  return `${name}.${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}@acme.test`;
}

/** A name that no other run of a flow has, for an organization. */
export function uniqueName(name: string): string {
  return `${name} ${Date.now().toString(36)}${Math.random().toString(36).slice(2, 5)}`;
}

/** Fills the sign-in form of a page that shows it, and sends it. */
export async function fillSignIn(page: Page, email: string, password: string): Promise<void> {
  const form = page.getByRole("form", { name: "Sign in" });
  await form.getByLabel("E-mail").fill(email);
  await form.getByLabel("Password", { exact: true }).fill(password);
  await form.getByRole("button", { name: "Sign in", exact: true }).click();
}

/** Signs in with e-mail and password, and waits until the sign-in page is left: for the application or for the second factor. */
export async function signInAs(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.goto("/sign-in");
  await fillSignIn(page, email, password);
  await expect(page).not.toHaveURL(/\/sign-in(\?|$)/);
}

/** Signs Ada in; on a virgin installation she sets it up first, with the organization "Acme". */
export async function signInAsOwner(page: Page): Promise<void> {
  await page.goto("/sign-in");
  if (new URL(page.url()).pathname === "/set-up") {
    await page.getByLabel("Your name").fill(OWNER.name);
    await page.getByLabel("E-mail").fill(OWNER.email);
    await page.getByLabel("Password", { exact: true }).fill(OWNER.password);
    await page.getByLabel("Organization", { exact: true }).fill("Acme");
    await page.getByRole("button", { name: "Create organization" }).click();
    await expect(page).toHaveURL(/\/acme/);
    return;
  }
  if (new URL(page.url()).pathname !== "/sign-in") return;
  await fillSignIn(page, OWNER.email, OWNER.password);
  await expect(page).not.toHaveURL(/\/sign-in/);
}

type Answer = { status: number; body: unknown };

/** Calls the API as the page would, with its session. `path` begins below `/api/v1`. */
export async function callApi(page: Page, method: string, path: string, body?: unknown): Promise<Answer> {
  const origin = new URL(page.url()).origin;
  const response = await page.request.fetch(`/api/v1${path}`, {
    method,
    headers: { origin, ...(method === "POST" ? { "idempotency-key": crypto.randomUUID() } : {}) },
    ...(body === undefined ? {} : { data: body }),
  });
  const text = await response.text();
  return { status: response.status(), body: text === "" ? null : JSON.parse(text) };
}

/** As `callApi`, for what must succeed; a demand for step-up is met with Ada's password once. */
export async function callApiSurely(page: Page, method: string, path: string, body?: unknown): Promise<unknown> {
  let answer = await callApi(page, method, path, body);
  if (answer.status === 403) {
    await callApi(page, "POST", "/account/step-up", { password: OWNER.password });
    answer = await callApi(page, method, path, body);
  }
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** Makes an organization whose only member is the person of `page`, and stands on its first page. Returns its slug. */
export async function createOrganization(page: Page, name: string): Promise<string> {
  await page.goto("/organizations/new");
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("button", { name: "Create organization" }).click();
  await page.waitForURL(/^[^?#]*\/(?!organizations\/)[^/]+\/start$/);
  return decodeURIComponent(new URL(page.url()).pathname.split("/")[1] ?? "");
}

/**
 * Invites someone from the owner's page, opens the mailed link in a browser of their own, and joins with `PASSWORD`. Returns their
 * page, signed in; close its context when done. The address must not have been used before.
 */
export async function joinAs(browser: Browser, ownerPage: Page, organization: string, person: Newcomer): Promise<Page> {
  await callApiSurely(ownerPage, "POST", `/organizations/${organization}/invitations`, {
    email: person.email,
    role: person.role,
  });
  const mail = await mailTo(ownerPage, person.email, /invited you to/);
  const link = mail.links.find((url) => url.includes("/invitations/accept"));
  if (link === undefined) throw new Error(`no link in ${mail.text}`);
  const context = await browser.newContext({ baseURL: new URL(ownerPage.url()).origin });
  const page = await context.newPage();
  await page.goto(link);
  await page.getByLabel("Your name").fill(person.name);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Create the account and join" }).click();
  await page.waitForURL(new RegExp(`/(${organization}|sign-in/factor)(/|\\?|$)`));
  return page;
}

/**
 * The newest mail to an address with such a subject, waited for in the development mailbox. `besides`: ids of mails that are known
 * already, where a second one of the same kind is awaited.
 */
export async function mailTo(
  page: Page,
  email: string,
  subject: string | RegExp,
  { besides = [], timeout = 30_000 }: { besides?: readonly string[]; timeout?: number } = {},
): Promise<Mail> {
  const tab = await page.context().newPage();
  try {
    let found: Mail | undefined;
    await expect(async () => {
      await tab.goto("/dev/mailbox");
      const rows = tab
        .getByRole("list", { name: "Mail" })
        .getByRole("button")
        .filter({ has: tab.getByText(email, { exact: true }) })
        .filter({ has: tab.getByText(subject) });
      const count = await rows.count();
      for (let index = 0; index < count && !found; index += 1) {
        const mail = await openMail(tab, index, rows);
        if (!besides.includes(mail.id)) found = mail;
      }
      expect(found, `a mail to ${email} about ${subject}`).toBeDefined();
    }).toPass({ timeout, intervals: [250, 500, 1000] });
    if (!found) throw new Error(`no mail to ${email} about ${subject}`);
    return found;
  } finally {
    await tab.close();
  }
}

async function openMail(tab: Page, index: number, rows: ReturnType<Page["getByRole"]>): Promise<Mail> {
  const row = rows.nth(index);
  // Until the page is hydrated a click does nothing.
  await expect(async () => {
    await row.click();
    await expect(tab).toHaveURL(/[?&]mail=/, { timeout: 500 });
    await expect(row).toHaveAttribute("aria-current", "true", { timeout: 500 });
  }).toPass({ timeout: 10_000 });
  const text = (await tab.locator("pre").first().textContent()) ?? "";
  return {
    id: new URL(tab.url()).searchParams.get("mail") ?? "",
    subject: (await tab.getByRole("heading", { level: 2 }).first().textContent()) ?? "",
    text,
    links: text.match(/https?:\/\/[^\s<>"]+/g) ?? [],
  };
}

const PERIOD_MS = 30_000;
const lastSteps = new Map<string, number>();

/**
 * A code for the secret that the server has not seen from here yet: each time step is accepted once, ever, and one step of drift is
 * allowed, so a third code in quick succession waits for the clock.
 */
export async function totpCode(secret: string): Promise<string> {
  for (;;) {
    const now = Date.now();
    const current = Math.floor(now / PERIOD_MS);
    // The step before is near its end of life late in the current one.
    const earliest = now % PERIOD_MS < PERIOD_MS / 2 ? current - 1 : current;
    const step = Math.max(earliest, (lastSteps.get(secret) ?? 0) + 1);
    if (step <= current + 1) {
      lastSteps.set(secret, step);
      return generateSync({ secret, epoch: (step * PERIOD_MS) / 1000 });
    }
    await new Promise((resolve) => setTimeout(resolve, (step - 1) * PERIOD_MS - now + 50));
  }
}

/** Sets an authenticator app up on the Security page of whoever is signed in, and stores the recovery codes. Returns its secret. */
export async function enrolTotp(page: Page): Promise<string> {
  await page.goto("/account/security");
  await page.getByRole("button", { name: "Set up" }).click();
  const dialog = page.getByRole("dialog");
  const secret = ((await dialog.locator("code").textContent()) ?? "").replace(/\s/g, "");
  await dialog.getByLabel("Six-digit code").fill(await totpCode(secret));
  await dialog.getByRole("button", { name: "Add the app" }).click();
  await dialog.getByRole("checkbox", { name: "I have stored the codes" }).check();
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(dialog).toBeHidden();
  return secret;
}

/** Proves the authenticator app in the dialog that a sensitive action opens, and waits until it is gone. */
export async function passStepUp(page: Page, secret: string): Promise<void> {
  const dialog = page.getByRole("dialog", { name: "Confirm that it is you" });
  await dialog.getByLabel("Code from your authenticator app").fill(await totpCode(secret));
  await dialog.getByRole("button", { name: "Confirm", exact: true }).click();
  await expect(dialog).toBeHidden();
}
