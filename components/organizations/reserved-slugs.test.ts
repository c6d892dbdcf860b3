import { describe, expect, it } from "vitest";
import { RESERVED_SEGMENTS } from "@/components/shell/paths";
import { organizationSlugSchema } from "@/lib/organizations/schema";

describe("slugs of organizations", () => {
  it("no organization can take the address of a page of the application", () => {
    const takeable = RESERVED_SEGMENTS.filter((segment) => organizationSlugSchema.safeParse(segment).success);
    expect(takeable).toEqual([]);
  });
});
