/** Whether the viewer's command key is ⌘; false on the server. */
export function isApple(): boolean {
  return typeof navigator !== "undefined" && /mac|iphone|ipad/i.test(navigator.userAgent);
}
