import type { z } from "@hono/zod-openapi";
// Loaded for its effect: from here on schemas know `openapi`.
import "@hono/zod-openapi";

/**
 * A schema under its name in the OpenAPI document. Domains make their schemas with plain zod, maybe before zod was extended
 * for OpenAPI; a copy made here has the method in any order of loading.
 */
export function named<S extends z.ZodType>(name: string, schema: S): S {
  return schema.clone().openapi(name);
}
