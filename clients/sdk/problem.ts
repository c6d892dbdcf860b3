/** An error answer of the API (RFC 9457): `code` is stable, `requestId` finds the call in the logs. */
export class LatchkeyProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly requestId: string | null;
  readonly errors: readonly { path: string; message: string }[];
  /** Further members of the document, such as `accepted` of `step_up_required`. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(status: number, document: Record<string, unknown>) {
    super(typeof document.title === "string" ? document.title : `The API answered ${status}.`);
    this.name = "LatchkeyProblem";
    this.status = status;
    this.code = typeof document.code === "string" ? document.code : "internal";
    this.requestId = typeof document.requestId === "string" ? document.requestId : null;
    this.errors = Array.isArray(document.errors) ? document.errors.filter(isFieldError) : [];
    this.details = document;
  }
}

function isFieldError(value: unknown): value is { path: string; message: string } {
  return typeof value === "object" && value !== null && "path" in value && "message" in value;
}

/** Reads an error answer, whatever its body is. */
export async function problemOf(response: Response): Promise<LatchkeyProblem> {
  const text = await response.text();
  try {
    const document: unknown = JSON.parse(text);
    if (typeof document === "object" && document !== null) return new LatchkeyProblem(response.status, { ...document });
  } catch {
    // A proxy's page rather than ours: the status says enough.
  }
  return new LatchkeyProblem(response.status, {});
}
