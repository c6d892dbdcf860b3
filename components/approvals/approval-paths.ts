/** The paths of the API that these pages read; a page seeds its queries under the same ones. */
export const RULES_PATH = "/organizations/{organization}/approval-rules";
export const RULE_PATH = "/organizations/{organization}/approval-rules/{rule}";
export const SETTINGS_PATH = "/organizations/{organization}/approval-settings";
export const BREAK_GLASS_PATH = "/organizations/{organization}/break-glass";
export const BREAK_GLASS_QUERY = { limit: 50 } as const;
