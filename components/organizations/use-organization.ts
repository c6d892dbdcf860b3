"use client";

import { $api } from "@/components/session/browser-api";
import { ORGANIZATION_PATH, organizationInit } from "./organization-query";

/** The organization and its settings. */
export function useOrganization(organization: string) {
  return $api.useQuery("get", ORGANIZATION_PATH, organizationInit(organization));
}
