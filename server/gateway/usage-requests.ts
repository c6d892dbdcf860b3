import type { Parsed } from "@/lib/verification/request";

/** The body of `POST /v1/usage`: how a call ended, by the verification's id or by the key's. */
export type OutcomeReport = { requestId: string | null; keyId: string | null; status: number | null; bytes: number };

/** The body of `POST /v1/release`. */
export type ReleaseRequest = { requestId: string; keyId: string | null };

function refuse(path: string, message: string): { ok: false; error: { path: string; message: string } } {
  return { ok: false, error: { path, message } };
}

function isShortText(value: unknown): value is string {
  return typeof value === "string" && value !== "" && value.length <= 100;
}

function isWhole(value: unknown, least: number, most: number): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= least && value <= most;
}

export function parseOutcomeReport(body: Record<string, unknown>): Parsed<OutcomeReport> {
  const report: OutcomeReport = { requestId: null, keyId: null, status: null, bytes: 0 };
  for (const [field, value] of Object.entries(body)) {
    if (field === "requestId" || field === "keyId") {
      if (!isShortText(value)) return refuse(field, "must be an id");
      report[field] = value;
    } else if (field === "status") {
      if (!isWhole(value, 100, 599)) return refuse(field, "must be an HTTP status");
      report.status = value;
    } else if (field === "bytes") {
      if (!isWhole(value, 0, 1e12)) return refuse(field, "must be a whole number of bytes");
      report.bytes = value;
    } else return refuse(field.slice(0, 100), "is not a field of this request");
  }
  if ((report.requestId === null) === (report.keyId === null)) {
    return refuse("requestId", "must be given, or keyId instead of it");
  }
  if (report.status === null && !("bytes" in body)) return refuse("status", "must be given, or bytes, or both");
  return { ok: true, value: report };
}

export function parseReleaseRequest(body: Record<string, unknown>): Parsed<ReleaseRequest> {
  const request: ReleaseRequest = { requestId: "", keyId: null };
  for (const [field, value] of Object.entries(body)) {
    if (field !== "requestId" && field !== "keyId")
      return refuse(field.slice(0, 100), "is not a field of this request");
    if (!isShortText(value)) return refuse(field, "must be an id");
    request[field] = value;
  }
  return request.requestId === "" ? refuse("requestId", "is missing") : { ok: true, value: request };
}
