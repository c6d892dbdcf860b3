/** The reads of these pages, as the query cache names them. */
export const OVERVIEW_PATH = "/organizations/{organization}/overview";
export const USAGE_PATH = "/organizations/{organization}/usage";
