/** The reads of teams as the query cache names them; the same on the server and in the browser. */
export const TEAMS_PATH = "/organizations/{organization}/teams";
export const TEAM_PATH = "/organizations/{organization}/teams/{team}";
export const TEAMS_QUERY = { limit: 50 };
