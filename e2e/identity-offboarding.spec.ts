import { expect } from "@playwright/test";
import { z } from "zod";
import {
  callApi,
  callApiSurely,
  createOrganization,
  joinAs,
  mailTo,
  signInAsOwner,
  uniqueEmail,
  uniqueName,
} from "./support/people";
import { test } from "./support/test";

const madeKey = z.object({ key: z.object({ id: z.string() }) });
const shownKey = z.object({ id: z.string(), status: z.string(), ownerName: z.string().nullable().optional() });

test("who is removed leaves no key to nobody: each is transferred, disabled or revoked, and the new owner is told", async ({
  page,
  browser,
}) => {
  await signInAsOwner(page);
  const organization = await createOrganization(page, uniqueName("Offboarding"));
  const at = `/organizations/${organization}`;
  await callApiSurely(page, "POST", `${at}/projects`, { name: "Ledger", keyPrefix: "ledg" });
  await callApiSurely(page, "POST", `${at}/projects/ledger/scopes`, {
    name: "entries:read",
    description: "See entries",
    category: "",
    sensitive: false,
    endpoints: [],
  });
  const heirEmail = uniqueEmail("hedy");
  const heir = await joinAs(browser, page, organization, { name: "Hedy Lamarr", email: heirEmail, role: "developer" });
  const leaverEmail = uniqueEmail("george");
  const leaver = await joinAs(browser, page, organization, {
    name: "George Antheil",
    email: leaverEmail,
    role: "developer",
  });
  const ids: Record<string, string> = {};
  for (const name of ["to hand over", "to disable", "to revoke"]) {
    const made = await callApi(leaver, "POST", `${at}/keys`, {
      name,
      project: "ledger",
      environment: "development",
      scopes: ["entries:read"],
      expiresIn: "30d",
    });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    ids[name] = madeKey.parse(made.body).key.id;
  }

  await page.goto(`/${organization}/members`);
  await page.getByRole("link", { name: "George Antheil" }).click();
  await page.getByRole("link", { name: "Remove from the organization" }).click();
  await expect(page.getByText("3 keys are to be decided")).toBeVisible();
  const remove = page.getByRole("button", { name: "Remove member" });
  await expect(remove).toBeDisabled();
  const decide = async (name: string, action: string) => {
    await page.getByRole("combobox", { name: `What happens to ${name}` }).click();
    await page.getByRole("option", { name: action }).click();
  };
  await decide("to disable", "Disable");
  await decide("to revoke", "Revoke now");
  await decide("to hand over", "Transfer to");
  await expect(remove).toBeDisabled();
  await expect(page.getByText("1 key is still to be decided.")).toBeVisible();
  await page.getByRole("combobox", { name: "New owner of to hand over" }).click();
  await expect(page.getByRole("option", { name: /George Antheil/ })).toHaveCount(0);
  await page.getByRole("option", { name: /Hedy Lamarr/ }).click();
  await remove.click();
  const dialog = page.getByRole("dialog", { name: "Remove George Antheil?" });
  await expect(dialog.getByText(/1 transferred, 1 disabled, 1 revoked/)).toBeVisible();
  await dialog.getByRole("textbox").fill(leaverEmail);
  await dialog.getByRole("button", { name: "Remove member" }).click();
  await expect(page).toHaveURL(new RegExp(`/${organization}/members$`));
  await expect(page.getByRole("link", { name: "George Antheil" })).toHaveCount(0);

  const keyOf = async (name: string) => {
    const body = await callApiSurely(page, "GET", `${at}/keys/${ids[name]}`);
    return shownKey.parse(typeof body === "object" && body !== null && "key" in body ? body.key : body);
  };
  expect(await keyOf("to hand over")).toMatchObject({ status: "active", ownerName: "Hedy Lamarr" });
  expect(await keyOf("to disable")).toMatchObject({ status: "disabled", ownerName: "Ada Lovelace" });
  expect((await keyOf("to revoke")).status).toBe("revoked");
  expect((await callApi(leaver, "GET", `${at}/keys`)).status).toBe(404);
  await leaver.goto(`/${organization}/keys`);
  await expect(leaver.getByRole("heading", { name: "Keys" })).toHaveCount(0);

  const told = await mailTo(page, heirEmail, /to hand over of someone who left: now yours/);
  expect(told.text).toContain("George Antheil");
  expect(told.links.some((url) => url.includes(`/${organization}/keys/${ids["to hand over"]}`))).toBe(true);
  await mailTo(page, leaverEmail, /You were removed from/);
  await heir.context().close();
  await leaver.context().close();
});
