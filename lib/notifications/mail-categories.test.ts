import { expect, test } from "vitest";
import { emailCatalogue } from "@/lib/emails/catalogue";
import { MAIL_CATEGORIES } from "./mail-categories";

test("a mail is queued under the category its template declares", () => {
  expect(MAIL_CATEGORIES).toEqual(
    Object.fromEntries(Object.entries(emailCatalogue).map(([name, template]) => [name, template.category])),
  );
});
