import { type Browser, expect, type Locator, type Page } from "@playwright/test";
import { letStepUpLapse } from "./support/installation";
import {
  callApi,
  callApiSurely,
  createOrganization,
  joinAs,
  type Newcomer,
  PASSWORD,
  signInAsOwner,
  uniqueEmail,
  uniqueName,
} from "./support/people";

export type Person = { page: Page; name: string; email: string };
export type Setting = { slug: string; owner: Page; token: string };

function field(answer: unknown, name: string): unknown {
  if (typeof answer !== "object" || answer === null || !(name in answer)) {
    throw new Error(`no ${name} in ${JSON.stringify(answer)}`);
  }
  return Object.entries(answer).find(([key]) => key === name)?.[1];
}

/** A member of an answer, whatever its depth: `value(answer, "request", "id")`. */
export function value(answer: unknown, ...names: string[]): string {
  return String(names.reduce(field, answer));
}

/** A list in an answer. */
export function list(answer: unknown, name: string): unknown[] {
  const found = field(answer, name);
  if (!Array.isArray(found)) throw new Error(`${name} is no list`);
  return found;
}

/**
 * An organization of its own with the project `billing` (three environments of three sensitivities), a catalogue in which
 * `invoices:write` is sensitive, and a backend's token. Ada owns it.
 */
export async function makeSetting(page: Page): Promise<Setting> {
  await signInAsOwner(page);
  const slug = await createOrganization(page, uniqueName("Requests"));
  const base = `/organizations/${slug}`;
  await callApiSurely(page, "POST", `${base}/projects`, { name: "Billing", keyPrefix: "bill" });
  for (const scope of [
    { name: "invoices:read", description: "See invoices", endpoints: ["GET /invoices/**"] },
    { name: "invoices:write", description: "Change invoices", sensitive: true, endpoints: ["POST /invoices/**"] },
    { name: "reports:read", description: "See reports" },
    { name: "refunds:write", description: "Pay money back", sensitive: true },
  ]) {
    await callApiSurely(page, "POST", `${base}/projects/billing/scopes`, scope);
  }
  const token = await callApiSurely(page, "POST", `${base}/service-tokens`, {
    name: "backend",
    permissions: ["keys:verify"],
  });
  return { slug, owner: page, token: value(token, "token") };
}

/**
 * Someone who joins by a mailed invitation, in a browser of their own. What joining proved has lapsed: their first sensitive action
 * asks who they are.
 */
export async function join(browser: Browser, setting: Setting, name: string, role: Newcomer["role"]): Promise<Person> {
  const email = uniqueEmail(name.toLowerCase().replaceAll(/[^a-z]+/g, "."));
  const page = await joinAs(browser, setting.owner, setting.slug, { name, email, role });
  await letStepUpLapse(email);
  return { page, name, email };
}

/** Confirms with the password in the dialog that a sensitive action opens, for those who have no factor. */
export async function confirmByPassword(page: Page, password = PASSWORD): Promise<void> {
  const dialog = page.getByRole("dialog", { name: "Confirm that it is you" });
  await dialog.getByLabel("Your password", { exact: true }).fill(password);
  await dialog.getByRole("button", { name: "Confirm", exact: true }).click();
  await expect(dialog).toBeHidden();
}

/** As `callApiSurely`, for a person of `join`: a demand for step-up is met with their password. */
export async function callAs(person: Page, method: string, path: string, body?: unknown): Promise<unknown> {
  let answer = await callApi(person, method, path, body);
  if (answer.status === 403 && value(answer.body, "code") === "step_up_required") {
    await callApi(person, "POST", "/account/step-up", { password: PASSWORD });
    answer = await callApi(person, method, path, body);
  }
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** Chooses an option of a control whose options come from the API: they may not be there at the first press. */
export async function choose(page: Page, control: Locator, option: string | RegExp): Promise<void> {
  const wanted = page.getByRole("option", { name: option });
  await expect(async () => {
    if (!(await wanted.isVisible())) await control.click({ timeout: 2000 });
    await expect(wanted).toBeVisible({ timeout: 2000 });
  }).toPass();
  await wanted.click();
}

/** The secret that the page shows this once; the page is then left. */
export async function takeSecret(page: Page, pattern: RegExp): Promise<string> {
  const shown = await page.getByText(pattern).first().textContent();
  expect(shown).toBeTruthy();
  await page.getByRole("checkbox", { name: /I have stored/ }).check();
  await page.getByRole("link", { name: "Open the key" }).click();
  await expect(page).toHaveURL(/\/keys\/key_/);
  return shown ?? "";
}
