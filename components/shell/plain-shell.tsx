import type { ReactNode } from "react";
import { cn } from "@/components/ui/class-names";
import { SkipLink } from "@/components/ui/visually-hidden";
import { LogoMark } from "./logo";
import { ThemeToggle } from "./theme-toggle";

const WIDTHS = { sm: "max-w-sm", md: "max-w-xl", lg: "max-w-4xl" };

/** The frame of pages without navigation: signing in, setting up, invitations, hand-overs. */
export function PlainShell({ children, width = "sm" }: { children: ReactNode; width?: keyof typeof WIDTHS }) {
  return (
    <div className="flex min-h-dvh flex-col">
      <SkipLink />
      <header className="flex h-14 items-center justify-between px-4 sm:px-6">
        <span className="flex items-center gap-2 font-semibold tracking-tight">
          <LogoMark />
          Latchkey
        </span>
        <ThemeToggle />
      </header>
      <main
        id="main"
        tabIndex={-1}
        className="flex flex-1 flex-col items-center px-4 pt-6 pb-16 outline-none sm:pt-[9vh]"
      >
        <div className={cn("w-full", WIDTHS[width])}>{children}</div>
      </main>
    </div>
  );
}
