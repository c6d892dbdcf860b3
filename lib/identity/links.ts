import { environment } from "@/lib/infra/environment";

/**
 * The address of a page of the dashboard, always from `APP_URL` and never from a request. A token goes into the fragment,
 * which no server, log or Referer sees.
 */
export function pageUrl(path: `/${string}`, token?: string): string {
  return `${environment().appUrl}${path}${token === undefined ? "" : `#token=${token}`}`;
}
