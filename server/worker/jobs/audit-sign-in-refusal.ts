import { auditSignInRefusal } from "@/lib/identity/audit-refusal";
import { anonymousContext, type JobHandler } from "../job-context";

/** Writes a refused sign-in into the trails of the person's organizations. */
export const handle: JobHandler<"audit_sign_in_refusal"> = ({ signInId }, run) =>
  auditSignInRefusal(anonymousContext(run), signInId);
