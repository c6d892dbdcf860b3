/** The read of the organization as the query cache names it; the same on the server and in the browser. */
export const ORGANIZATION_PATH = "/organizations/{organization}";

export function organizationInit(organization: string) {
  return { params: { path: { organization } } };
}
