/** The surface of menus, lists and popovers. */
export const FLOATING =
  "z-50 animate-rise overflow-hidden rounded-lg border border-line-strong bg-raised text-foreground text-sm shadow-md";

export const MENU_ITEM =
  "relative flex min-h-7 cursor-default select-none items-center gap-2 rounded-sm px-2 py-1 text-sm outline-none pointer-coarse:min-h-10 aria-disabled:pointer-events-none aria-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0";
