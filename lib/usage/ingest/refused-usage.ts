import pg from "pg";
import { UnfitValue } from "./columns";

/**
 * SQLSTATE of what a statement was given, not of the server or the moment: data exceptions, a row twice in one statement, an
 * empty or forbidden value, limits of the program (a value too long for its index).
 */
const REFUSED = /^(?:22|21|54)|^(?:23502|23514)$/;

/** Whether a segment could not be written because of what it holds, so that the same one will never be written. */
export function isRefusedUsage(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return REFUSED.test(error.code ?? "");
  return error instanceof UnfitValue;
}
