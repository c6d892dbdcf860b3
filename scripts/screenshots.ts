import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "@playwright/test";
import { PROJECT_ROOT } from "@/scripts/start/project";
import { ensureChromium } from "@/scripts/test-run/tools";

const USAGE =
  "node --import tsx scripts/screenshots.ts --password … [--url http://localhost:3000] (npm run demo has to be running)";

/** Takes the README's picture from the running demo, as its owner sees it. */
async function takeScreenshots(url: string, password: string): Promise<void> {
  const found = await ensureChromium((message) => console.error(message));
  if (!found) throw new Error("There is no Chromium; install one or set CHROMIUM_PATH.");
  const folder = join(PROJECT_ROOT, "docs/screenshots");
  mkdirSync(folder, { recursive: true });
  const browser = await chromium.launch({
    ...(found.path === null ? {} : { executablePath: found.path }),
    args: ["--no-sandbox", "--disable-background-networking"],
  });
  try {
    const page = await browser.newPage({
      viewport: { width: 1440, height: 900 },
      colorScheme: "light",
      deviceScaleFactor: 1,
    });
    await page.goto(`${url}/sign-in`);
    await page.getByLabel(/e-?mail/i).fill("olivia@acme.test");
    await page.getByLabel("Password", { exact: true }).fill(password);
    await page.getByRole("button", { name: /^(sign in|continue)$/i }).click();
    await page.waitForURL((address) => !address.pathname.startsWith("/sign-in"));
    await page.goto(`${url}/acme`);
    await page.waitForLoadState("networkidle");
    // Charts draw themselves in.
    await page.waitForTimeout(1500);
    await page.screenshot({ path: join(folder, "overview.png") });
    console.log(join(folder, "overview.png"));
  } finally {
    await browser.close();
  }
}

const { values } = parseArgs({ options: { url: { type: "string" }, password: { type: "string" } } });
if (values.password === undefined) {
  console.error(USAGE);
  process.exitCode = 2;
} else {
  await takeScreenshots(values.url ?? "http://localhost:3000", values.password);
}
