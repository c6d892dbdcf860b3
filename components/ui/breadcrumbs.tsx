import { ChevronRight } from "lucide-react";
import { Link } from "./link";

export type Crumb = { label: string; href?: string };

/** The way back up; the last one is the page itself. */
export function Breadcrumbs({ items }: { items: readonly Crumb[] }) {
  return (
    <nav aria-label="Breadcrumbs">
      <ol className="flex flex-wrap items-center gap-1 text-sm">
        {items.map((item, index) => (
          <li key={`${item.href ?? ""} ${item.label}`} className="flex min-w-0 items-center gap-1">
            {index > 0 && <ChevronRight aria-hidden className="size-3.5 shrink-0 text-subtle rtl:-scale-x-100" />}
            {item.href === undefined ? (
              <bdi
                aria-current={index === items.length - 1 ? "page" : undefined}
                className="max-w-64 truncate text-muted"
              >
                {item.label}
              </bdi>
            ) : (
              <Link href={item.href} tone="muted" className="max-w-64 truncate py-0.5">
                <bdi>{item.label}</bdi>
              </Link>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
