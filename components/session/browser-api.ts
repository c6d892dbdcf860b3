"use client";

import type { Middleware } from "openapi-fetch";
import createQueryHooks from "openapi-react-query";
import { createLatchkey } from "@/clients/sdk/client";
import { askForSignIn } from "./sign-in-request";
import { askForStepUp } from "./step-up-request";

/** A new session may need a factor as well, so a call can be asked about twice; never without end. */
const MOST_QUESTIONS = 3;

async function documentOf(response: Response): Promise<Record<string, unknown>> {
  const document: unknown = await response
    .clone()
    .json()
    .catch(() => null);
  return typeof document === "object" && document !== null ? { ...document } : {};
}

/** Asks the person for what the refusal wants. False when it wants nothing that they could give here. */
async function askFor(response: Response): Promise<boolean> {
  if (response.status !== 401 && response.status !== 403) return false;
  const { code, accepted } = await documentOf(response);
  if (code === "unauthenticated" || code === "mfa_required") return askForSignIn();
  if (code !== "step_up_required") return false;
  return askForStepUp({ accepted: Array.isArray(accepted) ? accepted.map(String) : [] });
}

/**
 * Repeats a call after the person has signed in again or proved a factor, so that a form keeps what was typed: the caller sees
 * only the last answer. The request is copied before it is sent, because a body can be read once.
 */
function repeatAfterProof(): Middleware {
  const copies = new WeakMap<Request, Request>();
  return {
    onRequest({ request }) {
      copies.set(request, request.clone());
      return request;
    },
    async onResponse({ request, response }) {
      const copy = copies.get(request);
      let answer = response;
      for (let asked = 0; copy && asked < MOST_QUESTIONS && (await askFor(answer)); asked += 1) {
        answer = await fetch(copy.clone());
      }
      return answer;
    },
  };
}

/** The REST API for pages: the session cookie speaks; a sign-in or a step-up is asked for where it is needed. */
export const latchkey = createLatchkey({ middleware: [repeatAfterProof()] });

/** The same without any question: for the dialogs that ask. */
export const plainLatchkey = createLatchkey();

/** Typed hooks over it: `$api.useQuery("get", "/organizations/{organization}/keys", { params })`. */
export const $api = createQueryHooks(latchkey);
