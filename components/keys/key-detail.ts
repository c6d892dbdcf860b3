import type { components } from "@/clients/sdk/generated/schema";

/** A key with what the viewer may do with it. */
export type KeyDetail = components["schemas"]["KeyDetail"];
