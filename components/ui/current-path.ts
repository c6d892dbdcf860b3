/** Whether the page at `pathname` is `href`, or, unless `exact`, lies below it. */
export function isCurrentPath(pathname: string, href: string, exact = false): boolean {
  const path = href.split(/[?#]/)[0] ?? href;
  return pathname === path || (!exact && pathname.startsWith(`${path}/`));
}
