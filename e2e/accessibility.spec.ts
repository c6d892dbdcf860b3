import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { bootstrap } from "./support/product";

const PASSWORD = "violet engine under nine bridges";

test("axe finds nothing on the pages of an organization, in either theme", async ({ page }) => {
  const made = bootstrap("Axe", "owner@axe.test");
  await page.goto(made.owner.setPasswordUrl);
  await page.getByLabel("New password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: /set/i }).click();
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill("owner@axe.test");
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).toHaveURL(/\/axe/);
  const slug = made.organization.slug;
  const paths = [
    "",
    "/keys",
    "/keys/new",
    "/requests",
    "/usage",
    "/projects",
    "/projects/api/scopes",
    "/members",
    "/service-tokens",
    "/audit",
    "/settings",
  ];
  const found: string[] = [];
  for (const scheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    for (const path of [...paths.map((one) => `/${slug}${one}`), "/account", "/account/sessions"]) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      const { violations } = await new AxeBuilder({ page })
        .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
        .analyze();
      for (const violation of violations)
        found.push(`${scheme} ${path}: ${violation.id} at ${violation.nodes[0]?.target.join(" ")}`);
    }
  }
  expect(found).toEqual([]);
});
