import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { registerSignInDialog } from "./sign-in-request";
import { registerStepUpDialog } from "./step-up-request";

const BODY = { name: "Ada", timezone: null };

function problem(status: number, code: string, more: Record<string, unknown> = {}): Response {
  return new Response(JSON.stringify({ title: code, status, code, requestId: "req-1", ...more }), {
    status,
    headers: { "content-type": "application/problem+json" },
  });
}
const saved = () => new Response(JSON.stringify({ name: "Ada" }), { headers: { "content-type": "application/json" } });

let answer: (request: Request) => Promise<Response> = async () => saved();

/** Answers calls in turn, and keeps what each of them sent. */
function answering(...answers: (() => Response)[]) {
  const sent: { body: string; key: string | null }[] = [];
  answer = async (request) => {
    sent.push({ body: await request.text(), key: request.headers.get("idempotency-key") });
    return (answers[sent.length - 1] ?? answers.at(-1) ?? saved)();
  };
  return sent;
}

let latchkey: typeof import("./browser-api")["latchkey"];
beforeAll(async () => {
  const OwnRequest = Request;
  // Node's Request takes no relative addresses, a browser's does. The client keeps both as it finds them when it is made.
  globalThis.fetch = (input, init) => answer(new Request(input, init));
  globalThis.Request = class extends OwnRequest {
    constructor(input: string | URL | Request, init?: RequestInit) {
      super(typeof input === "string" ? new URL(input, "http://localhost") : input, init);
    }
  };
  ({ latchkey } = await import("./browser-api"));
});

const undo: (() => void)[] = [];
afterEach(() => {
  for (const take of undo.splice(0)) take();
});

describe("calls of the pages", () => {
  it("a session that ends while someone works costs a sign-in, not what was typed", async () => {
    const sent = answering(() => problem(401, "unauthenticated"), saved);
    const asked = vi.fn(async () => true);
    undo.push(registerSignInDialog(asked));
    const { data } = await latchkey.PATCH("/account", { body: BODY });
    expect(data).toMatchObject({ name: "Ada" });
    expect(asked).toHaveBeenCalledOnce();
    expect(sent.map(({ body }) => body)).toEqual([JSON.stringify(BODY), JSON.stringify(BODY)]);
  });

  it("a new session that needs a factor as well is asked for both, and the POST stays the same POST", async () => {
    const sent = answering(
      () => problem(401, "unauthenticated"),
      () => problem(403, "step_up_required", { accepted: ["totp"] }),
      saved,
    );
    const demands: unknown[] = [];
    undo.push(registerSignInDialog(async () => true));
    undo.push(
      registerStepUpDialog(async (demand) => {
        demands.push(demand);
        return true;
      }),
    );
    await latchkey.POST("/account/email", { body: { email: "ada@acme.test" } });
    expect(demands).toEqual([{ accepted: ["totp"] }]);
    expect(sent).toHaveLength(3);
    expect(new Set(sent.map(({ key }) => key)).size).toBe(1);
  });

  it("many calls that find the session ended ask once", async () => {
    let ended = true;
    answering(() => (ended ? problem(401, "unauthenticated") : saved()));
    const asked = vi.fn(async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      ended = false;
      return true;
    });
    undo.push(registerSignInDialog(asked));
    await Promise.all([1, 2, 3].map(() => latchkey.GET("/account")));
    expect(asked).toHaveBeenCalledOnce();
  });

  it("who gives up gets the refusal, and a refusal that proof cannot mend asks nothing", async () => {
    answering(() => problem(401, "unauthenticated"));
    undo.push(registerSignInDialog(async () => false));
    await expect(latchkey.GET("/account")).rejects.toMatchObject({ status: 401, code: "unauthenticated" });
    const sent = answering(() => problem(403, "forbidden"));
    await expect(latchkey.GET("/account")).rejects.toMatchObject({ code: "forbidden" });
    expect(sent).toHaveLength(1);
  });

  it("a server that always asks is not asked for ever", async () => {
    const sent = answering(() => problem(401, "unauthenticated"));
    undo.push(registerSignInDialog(async () => true));
    await expect(latchkey.GET("/account")).rejects.toMatchObject({ status: 401 });
    expect(sent.length).toBeLessThanOrEqual(4);
  });
});
