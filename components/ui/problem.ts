import { z } from "zod";
import type { FieldError } from "@/lib/core/errors";

/** What a person is told of a failure; read from a problem document (RFC 9457) or from any error. */
export type Problem = {
  title: string;
  detail?: string;
  status?: number;
  code?: string;
  requestId?: string;
  errors: FieldError[];
  /** True where the same request may succeed when repeated: the network, 408 and 5xx. */
  retryable: boolean;
};

const pathSchema = z
  .union([z.string(), z.array(z.union([z.string(), z.number()]))])
  .transform((path) => (Array.isArray(path) ? path.join(".") : normalisePath(path)));

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? undefined);

const problemSchema = z.object({
  title: text,
  message: text,
  detail: text,
  status: z.number().optional(),
  code: text,
  requestId: text,
  errors: z.array(z.object({ path: pathSchema, message: z.string() })).optional(),
});

function normalisePath(path: string): string {
  return path.startsWith("/") ? path.slice(1).replaceAll("/", ".") : path.replaceAll(/\[(\d+)\]/g, ".$1");
}

function isRetryable(status: number | undefined): boolean {
  return status !== undefined && (status >= 500 || status === 408);
}

/** Null for what is no problem document: an error's `message` counts only beside a `code` or `status` of the API. */
function readDocument(value: unknown): Problem | null {
  const parsed = problemSchema.safeParse(value);
  if (!parsed.success) return null;
  const { message, detail, status, code, requestId, errors } = parsed.data;
  const title = parsed.data.title ?? (code === undefined && status === undefined ? undefined : message);
  const words = title ?? detail;
  if (words === undefined) return null;
  return {
    title: words,
    ...(detail !== undefined && detail !== words ? { detail } : {}),
    ...(status === undefined ? {} : { status }),
    ...(code === undefined ? {} : { code }),
    ...(requestId === undefined ? {} : { requestId }),
    errors: errors ?? [],
    retryable: isRetryable(status),
  };
}

/** A failed `fetch` rejects with a TypeError whose words differ in every browser. */
function isNetworkFailure(error: unknown): boolean {
  return error instanceof TypeError && /fetch|network|load failed/i.test(error.message);
}

/**
 * Reads anything thrown: a problem document, an error that carries one as `problem`, `body`, `error` or `details`, a failed
 * fetch, or an unknown error (whose own words are not shown: they are for the log).
 */
export function toProblem(error: unknown): Problem {
  if (isNetworkFailure(error)) {
    return {
      title: "Latchkey could not be reached.",
      detail: "Check the connection, then try again.",
      errors: [],
      retryable: true,
    };
  }
  if (typeof error === "object" && error !== null) {
    for (const member of ["problem", "body", "error", "details"] as const) {
      const carried = member in error ? readDocument(Reflect.get(error, member)) : null;
      if (carried) return carried;
    }
    const own = readDocument(error);
    if (own) return own;
  }
  return { title: "Something went wrong.", detail: "Try again in a moment.", errors: [], retryable: false };
}
