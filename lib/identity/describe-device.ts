import Bowser from "bowser";

/** What a user agent says it is, in words; `Unknown` where it says nothing. */
export function describeDevice(userAgent: string | null): { device: string; browser: string } {
  if (!userAgent) return { device: "Unknown device", browser: "Unknown browser" };
  const { browser, os, platform } = Bowser.parse(userAgent);
  const system = [os.name, os.versionName ?? os.version].filter(Boolean).join(" ");
  const kind = platform.type && platform.type !== "desktop" ? ` (${platform.type})` : "";
  return {
    device: system === "" ? "Unknown device" : `${system}${kind}`,
    browser: browser.name
      ? [browser.name, browser.version?.split(".")[0]].filter(Boolean).join(" ")
      : "Unknown browser",
  };
}
