/**
 * Where to go after signing in: a path of this site and nothing else (faults M21). Anything that a browser could read as
 * another host (`//evil`, `/\evil`, a scheme, control characters, encoded slashes at the front) leads to the start page.
 */
export function homeward(wanted: string | string[] | undefined): string {
  if (typeof wanted !== "string" || wanted.length > 2000 || !/^\/[A-Za-z0-9?#]/.test(wanted)) return "/";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: browsers drop these characters, so what remains could be another host
  if (/[\\\u0000-\u0020\u007f]/.test(wanted)) return "/";
  const base = "http://latchkey.invalid";
  if (!URL.canParse(wanted, base)) return "/";
  const url = new URL(wanted, base);
  return url.origin === base && url.pathname.startsWith("/") && !url.pathname.startsWith("//")
    ? url.pathname + url.search + url.hash
    : "/";
}
