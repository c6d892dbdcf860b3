import type { ReactNode } from "react";
import { LogoMark } from "@/components/shell/logo";
import { paths } from "@/components/shell/paths";
import { ThemeToggle } from "@/components/shell/theme-toggle";
import { Link } from "@/components/ui/link";
import { SkipLink } from "@/components/ui/visually-hidden";
import type { Group } from "./reference";

type Props = { groups: readonly Group[]; current?: string; children: ReactNode };

function GroupList({ groups, current }: Pick<Props, "groups" | "current">) {
  return (
    <ul className="flex flex-col gap-px text-sm">
      <li>
        <Link
          tone="plain"
          href={paths.apiReference()}
          aria-current={current === undefined ? "page" : undefined}
          className="block rounded-md px-2 py-1 aria-[current=page]:bg-hover aria-[current=page]:font-medium"
        >
          Overview
        </Link>
      </li>
      {groups.map((group) => (
        <li key={group.slug}>
          <Link
            tone={group.slug === current ? "plain" : "muted"}
            href={paths.apiReferenceGroup(group.slug)}
            aria-current={group.slug === current ? "page" : undefined}
            className="block rounded-md px-2 py-1 aria-[current=page]:bg-hover aria-[current=page]:font-medium"
          >
            {group.name}
          </Link>
          {group.slug === current && (
            <ul className="my-1 ms-3 flex flex-col border-line border-s ps-2">
              {group.operations.map((operation) => (
                <li key={operation.anchor}>
                  <a
                    href={`#${operation.anchor}`}
                    className="block rounded-sm px-1.5 py-0.5 text-muted text-xs hover:text-foreground hover:underline"
                  >
                    {operation.summary}
                  </a>
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ul>
  );
}

/** The frame of the API reference: its groups at the side, on a phone folded over the page. */
export function ReferenceFrame({ groups, current, children }: Props) {
  return (
    <div className="flex min-h-dvh flex-col">
      <SkipLink />
      <header className="sticky top-0 z-20 flex h-12 items-center gap-3 border-line border-b bg-canvas/95 px-4 backdrop-blur-sm sm:px-6">
        <Link tone="plain" href={paths.home()} className="flex items-center gap-2 font-semibold tracking-tight">
          <LogoMark className="size-5" />
          Latchkey
        </Link>
        <span className="text-muted text-sm">API reference</span>
        <span className="ms-auto">
          <ThemeToggle />
        </span>
      </header>
      <div className="mx-auto flex w-full max-w-[84rem] flex-1 flex-col lg:flex-row">
        <details className="border-line border-b px-4 py-2 lg:hidden">
          <summary className="py-1 font-medium text-sm">Contents</summary>
          <nav aria-label="Contents" className="pt-2 pb-3">
            <GroupList groups={groups} {...(current === undefined ? {} : { current })} />
          </nav>
        </details>
        <nav
          aria-label="Reference"
          className="sticky top-12 hidden max-h-[calc(100dvh-3rem)] w-64 shrink-0 overflow-y-auto px-4 py-6 lg:block"
        >
          <GroupList groups={groups} {...(current === undefined ? {} : { current })} />
        </nav>
        <main id="main" tabIndex={-1} className="min-w-0 flex-1 px-4 pt-6 pb-20 outline-none sm:px-6 lg:px-8">
          {children}
        </main>
      </div>
    </div>
  );
}
