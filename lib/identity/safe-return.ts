const BASE = "https://latchkey.invalid";

/**
 * Where to go after signing in: `wanted` when it is a path of this dashboard, else `fallback`. Other hosts, backslashes, control
 * characters, and anything that becomes one of them by decoding again stay home.
 */
export function safeReturnPath(wanted: string | string[] | null | undefined, fallback = "/"): string {
  if (typeof wanted !== "string" || wanted === "" || wanted.length > 2000) return fallback;
  let text = wanted;
  for (let round = 0; round < 4; round += 1) {
    if (!isOwnPath(text)) return fallback;
    let decoded: string;
    try {
      decoded = decodeURIComponent(text);
    } catch {
      return fallback;
    }
    if (decoded === text) return wanted;
    text = decoded;
  }
  return fallback;
}

function isOwnPath(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: browsers drop them from URLs, which turns "/\t/evil" into "//evil"
  if (!text.startsWith("/") || /^\/[/\\]|[\\\u0000-\u001f\u007f]/.test(text)) return false;
  const url = URL.canParse(text, BASE) ? new URL(text, BASE) : null;
  return url !== null && url.origin === BASE && !url.pathname.startsWith("//");
}
