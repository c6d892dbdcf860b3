/** The session cookie: `__Host-` over https, so that no sibling host can plant one. */
export function sessionCookieName(appUrl: string): string {
  return appUrl.startsWith("https://") ? "__Host-latchkey.session" : "latchkey.session";
}

/** The cookie by which a browser is known again; it proves nothing alone. */
export function deviceCookieName(appUrl: string): string {
  return appUrl.startsWith("https://") ? "__Host-latchkey.device" : "latchkey.device";
}

/** A `Set-Cookie` line as all our cookies are: for the whole host, never for scripts, not sent by foreign forms. */
export function cookieLine(appUrl: string, name: string, value: string, maxAgeSeconds: number): string {
  const secure = appUrl.startsWith("https://") ? "; Secure" : "";
  return `${name}=${value}; Path=/; Max-Age=${Math.max(0, Math.floor(maxAgeSeconds))}; HttpOnly; SameSite=Lax${secure}`;
}
