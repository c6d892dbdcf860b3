import type { ComponentProps, ReactNode } from "react";
import { cn } from "./class-names";

/** A surface for one matter. */
export function Card({ className, ...rest }: ComponentProps<"div">) {
  return <div className={cn("min-w-0 rounded-lg border border-line bg-surface", className)} {...rest} />;
}

export type CardHeaderProps = {
  title: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  level?: 2 | 3;
  className?: string;
};

export function CardHeader({ title, description, actions, level = 2, className }: CardHeaderProps) {
  const Heading = level === 2 ? "h2" : "h3";
  return (
    <div
      className={cn(
        "flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-line border-b px-4 py-3",
        className,
      )}
    >
      <div className="min-w-0">
        <Heading className="font-medium text-base">{title}</Heading>
        {description !== undefined && <p className="text-muted text-sm">{description}</p>}
      </div>
      {actions !== undefined && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </div>
  );
}

export function CardBody({ className, ...rest }: ComponentProps<"div">) {
  return <div className={cn("min-w-0 p-4", className)} {...rest} />;
}

export function CardFooter({ className, ...rest }: ComponentProps<"div">) {
  return (
    <div
      className={cn(
        "flex flex-wrap items-center gap-2 rounded-b-lg border-line border-t bg-sunken px-4 py-3 text-sm",
        className,
      )}
      {...rest}
    />
  );
}
