import { expect } from "@playwright/test";
import {
  callApi,
  callApiSurely,
  createOrganization,
  joinAs,
  mailTo,
  OWNER,
  PASSWORD,
  signInAsOwner,
  uniqueEmail,
  uniqueName,
} from "./support/people";
import { test } from "./support/test";

test("an invitation brings in the address it was sent to, once; resent, the old link is dead; revoked, both are", async ({
  page,
  browser,
}) => {
  await signInAsOwner(page);
  const organization = await createOrganization(page, uniqueName("Invitations"));
  const invite = async (email: string) => {
    await page.goto(`/${organization}/members`);
    await page.getByRole("button", { name: "Invite", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Invite someone" });
    await dialog.getByLabel("E-mail").fill(email);
    await dialog.getByRole("radio", { name: /Auditor/ }).click();
    await dialog.getByRole("button", { name: "Send invitation" }).click();
    await expect(page.getByText(`${email} is invited.`)).toBeVisible();
    const mail = await mailTo(page, email, /invited you to/);
    return { id: mail.id, link: mail.links.find((url) => url.includes("/invitations/accept")) ?? "" };
  };
  const email = uniqueEmail("mary");
  const first = await invite(email);

  await test.step("forwarded to someone who is signed in as another, it does nothing", async () => {
    await page.goto(first.link);
    await expect(page.getByText("This invitation is for another address")).toBeVisible();
    await expect(page.getByRole("button", { name: /^Join/ })).toHaveCount(0);
  });

  await page.goto(`/${organization}/members/invitations`);
  await page
    .getByRole("row", { name: new RegExp(email) })
    .getByRole("button")
    .last()
    .click();
  await page.getByRole("menuitem", { name: "Send again" }).click();
  await expect(page.getByText(`A new link is on its way to ${email}.`)).toBeVisible();
  const second = await mailTo(page, email, /invited you to/, { besides: [first.id] });
  const guest = await (await browser.newContext()).newPage();
  await test.step("the first link is dead", async () => {
    await guest.goto(first.link);
    await expect(guest.getByText("Ask whoever invited you to send it again.")).toBeVisible();
  });
  await guest.goto("about:blank");
  await guest.goto(second.links.find((url) => url.includes("/invitations/accept")) ?? "");
  await expect(guest.getByText(/You join as auditor/)).toBeVisible();
  await guest.getByLabel("Your name").fill("Mary Somerville");
  await guest.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await guest.getByRole("button", { name: "Create the account and join" }).click();
  await expect(guest).toHaveURL(new RegExp(`/${organization}`));
  expect(guest.url()).not.toContain("token");

  await test.step("used, it is dead", async () => {
    const late = await (await browser.newContext()).newPage();
    await late.goto(second.links.find((url) => url.includes("/invitations/accept")) ?? "");
    await expect(late.getByText("Ask whoever invited you to send it again.")).toBeVisible();
    await late.context().close();
  });

  await test.step("revoked, it is dead", async () => {
    const other = uniqueEmail("nobody");
    const { link } = await invite(other);
    await page.goto(`/${organization}/members/invitations`);
    await page
      .getByRole("row", { name: new RegExp(other) })
      .getByRole("button")
      .last()
      .click();
    await page.getByRole("menuitem", { name: "Revoke" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Revoke invitation" }).click();
    await expect(page.getByText("The invitation is revoked.")).toBeVisible();
    const late = await (await browser.newContext()).newPage();
    await late.goto(link);
    await expect(late.getByText("Ask whoever invited you to send it again.")).toBeVisible();
    await late.context().close();
  });
  await guest.context().close();
});

test("a lower role counts in open pages at once, and the last owner can be neither demoted nor removed", async ({
  page,
  browser,
}) => {
  await signInAsOwner(page);
  const organization = await createOrganization(page, uniqueName("Roles"));
  await page.goto(`/${organization}/members`);
  await page.getByRole("link", { name: OWNER.name }).click();
  await expect(page.getByRole("heading", { name: OWNER.name, level: 1 })).toBeVisible();
  for (const role of [/Admin/, /Developer/, /Auditor/]) {
    await expect(page.getByRole("radio", { name: role })).toBeDisabled();
  }
  await expect(page.getByText("This is the last owner. Make someone else an owner first.").first()).toBeVisible();
  await expect(page.getByRole("link", { name: "Leave the organization" })).toHaveCount(0);
  const own = new URL(page.url()).pathname;
  await page.goto(`${own}/remove`);
  await expect(page.getByText("You are the last owner")).toBeVisible();
  const member = own.split("/").at(-1);
  const direct = await callApi(page, "PATCH", `/organizations/${organization}/members/${member}`, { role: "admin" });
  expect(direct.status).toBe(409);

  const email = uniqueEmail("maria");
  const maria = await joinAs(browser, page, organization, { name: "Maria Mitchell", email, role: "admin" });
  await maria.goto(`/${organization}/members`);
  await expect(maria.getByRole("button", { name: "Invite", exact: true })).toBeVisible();

  await page.goto(`/${organization}/members`);
  await page.getByRole("link", { name: "Maria Mitchell" }).click();
  await page.getByRole("radio", { name: /Auditor/ }).click();
  await page.getByRole("button", { name: "Change role" }).click();
  await expect(page.getByText("Maria Mitchell is an auditor now.")).toBeVisible();
  const invited = await callApi(maria, "POST", `/organizations/${organization}/invitations`, {
    email: uniqueEmail("friend"),
    role: "admin",
  });
  expect(invited.status).toBe(403);
  await maria.reload();
  await expect(maria.getByRole("heading", { name: "Members" })).toBeVisible();
  await expect(maria.getByRole("button", { name: "Invite", exact: true })).toHaveCount(0);
  expect((await mailTo(page, email, /Your role in .* is now auditor/)).text).toContain("admin");

  await test.step("with a second owner the first may go", async () => {
    await page.getByRole("radio", { name: /Owner/ }).click();
    await page.getByRole("button", { name: "Change role" }).click();
    await expect(page.getByText("Maria Mitchell is an owner now.")).toBeVisible();
    await page.goto(own);
    await expect(page.getByRole("radio", { name: /Auditor/ })).toBeEnabled();
    await page.getByRole("link", { name: "Leave the organization" }).click();
    await page.getByRole("button", { name: "Leave the organization" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox").fill(OWNER.email);
    await dialog.getByRole("button", { name: "Leave", exact: true }).click();
    await expect(page).not.toHaveURL(new RegExp(organization));
    expect((await callApi(page, "GET", `/organizations/${organization}`)).status).toBe(404);
  });
  await maria.context().close();
});

test("the access matrix says who may do what where and why, and a change there counts at once", async ({
  page,
  browser,
}) => {
  await signInAsOwner(page);
  const organization = await createOrganization(page, uniqueName("Matrix"));
  await callApiSurely(page, "POST", `/organizations/${organization}/projects`, { name: "Ledger", keyPrefix: "ledg" });
  const person = { name: "Rosalind Franklin", email: uniqueEmail("rosalind"), role: "developer" as const };
  const rosalind = await joinAs(browser, page, organization, person);
  await page.goto(`/${organization}/members/access`);
  const row = page.getByRole("row", { name: /Rosalind Franklin/ });
  const cells = row.getByRole("button");
  await expect(cells).toHaveCount(3);
  await expect(row.getByRole("button", { name: /Create.*Development of Ledger/ })).toBeVisible();
  const production = row.getByRole("button", { name: /Production of Ledger/ });
  await expect(production).toContainText("Request");
  await production.click();
  await expect(page.getByText("Developer gives request here.")).toBeVisible();
  await page.getByRole("radio", { name: "None" }).click();
  await page.getByRole("button", { name: "Change access" }).click();
  await expect(page.getByText(/access of Rosalind Franklin to Production of Ledger is changed/)).toBeVisible();
  await expect(production).toContainText("None");

  const seen = await callApi(rosalind, "GET", `/organizations/${organization}/projects/ledger/environments/production`);
  expect(seen.status).toBe(404);
  await rosalind.goto(`/${organization}/members/access`);
  await rosalind
    .getByRole("row", { name: /Rosalind Franklin/ })
    .getByRole("button")
    .first()
    .click();
  await expect(rosalind.getByText("Ask an owner or admin to change this.")).toBeVisible();
  await rosalind.context().close();
});
