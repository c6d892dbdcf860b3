/** Colours of the light look; the dark one is in the document's media query. */
export const color = {
  page: "#f4f5f7",
  card: "#ffffff",
  ink: "#1a1d23",
  muted: "#667085",
  rule: "#e2e5ea",
  action: "#1a1d23",
  actionInk: "#ffffff",
  link: "#2450c4",
} as const;

export const font = {
  sans: "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif",
  mono: "ui-monospace, SFMono-Regular, Menlo, Consolas, monospace",
} as const;
