import { test as base, type Page } from "@playwright/test";

const HYDRATION_MILLISECONDS = 20_000;

/** Waits until the buttons of a page have their handlers: a click before that is nobody's. */
async function untilHydrated(page: Page): Promise<void> {
  await page
    .waitForFunction(
      () =>
        [...document.querySelectorAll("button")].every((button) =>
          Object.keys(button).some((name) => name.startsWith("__reactProps$")),
        ),
      null,
      { timeout: HYDRATION_MILLISECONDS },
    )
    // A page of the browser's own (a download, a JSON document) has none.
    .catch(() => undefined);
}

/** Playwright's `test`, whose pages are ready to be used when `goto` is done, in every context that a flow opens. */
export const test = base.extend<object, { readyPages: undefined }>({
  readyPages: [
    async ({ browser }, use) => {
      const newContext = browser.newContext.bind(browser);
      browser.newContext = async (options) => {
        const context = await newContext(options);
        context.on("page", (page) => {
          const goto = page.goto.bind(page);
          page.goto = async (url, wanted) => {
            const response = await goto(url, wanted);
            await untilHydrated(page);
            return response;
          };
        });
        return context;
      };
      await use(undefined);
    },
    { scope: "worker", auto: true },
  ],
});
