/** The frame that every text-like control shares; a 3:1 border marks where it is (WCAG 1.4.11). */
export const CONTROL_FRAME =
  "w-full min-w-0 rounded-md border border-control bg-surface text-foreground text-sm shadow-xs transition-colors duration-100 hover:border-foreground/60 disabled:cursor-not-allowed disabled:border-line-strong disabled:bg-sunken disabled:text-subtle aria-invalid:border-danger has-[[aria-invalid=true]]:border-danger focus-visible:outline-offset-[-1px] focus-visible:border-focus";

export const CONTROL_HEIGHT = "h-8 pointer-coarse:h-10";
