import type { Page } from "@playwright/test";

export type Answer = { method: string; path: string; body: string };

/** Keeps the body of every answer the page receives from now on, pages and scripts included. */
export function collectAnswers(page: Page): () => Promise<Answer[]> {
  const answers: Promise<Answer>[] = [];
  page.on("response", (response) => {
    const request = response.request();
    const { pathname } = new URL(response.url());
    // A redirect and a page that was left have no body to read.
    const body = response.text().catch(() => "");
    answers.push(body.then((text) => ({ method: request.method(), path: pathname, body: text })));
  });
  return () => Promise.all(answers);
}
