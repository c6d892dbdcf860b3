export const TAB_BAR = "flex gap-1 overflow-x-auto overflow-y-hidden border-line border-b [scrollbar-width:none]";

export const TAB =
  "relative -mb-px inline-flex h-9 shrink-0 items-center gap-1.5 whitespace-nowrap rounded-t-md border-transparent border-b-2 px-2.5 font-medium text-muted text-sm transition-colors hover:text-foreground focus-visible:-outline-offset-2 data-[state=active]:border-accent data-[state=active]:text-foreground aria-[current=page]:border-accent aria-[current=page]:text-foreground";
