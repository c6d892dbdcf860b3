import { cancelRequest } from "@/lib/approvals/cancel-request";
import { claimRequest } from "@/lib/approvals/claim-request";
import { approveRequest, denyRequest } from "@/lib/approvals/decide-request";
import { submitRequest } from "@/lib/approvals/submit-request";
import { createInvitation } from "@/lib/organizations/invitations";
import { removeMember } from "@/lib/organizations/remove-member";
import { createServiceToken } from "@/lib/service-tokens/create-service-token";
import { revokeServiceToken } from "@/lib/service-tokens/revoke-service-token";
import type { PersonName } from "@/scripts/demo/acme";
import type { Happening } from "@/scripts/demo/found";
import type { DemoHouse } from "@/scripts/demo/house";
import { rememberKey } from "@/scripts/demo/key-lives";

const HOUR = 1 / 24;

export type Asked = {
  at: number;
  by: PersonName;
  body(house: DemoHouse): Record<string, unknown>;
  /** What happens to it, at most these, in hours after it was asked. */
  approvals?: readonly { after: number; by: PersonName; comment: string; change?: Record<string, unknown> }[];
  denied?: { after: number; by: PersonName; reason: string };
  cancelled?: { after: number; comment: string };
  /** The name under which the claimed key is remembered. */
  claimed?: { after: number; as: string };
};

const newKey = (name: string, project: string, environment: string, rest: Record<string, unknown>) => ({
  kind: "create_key",
  name,
  project,
  environment,
  ...rest,
});

const ASKED: readonly Asked[] = [
  {
    at: 46,
    by: "lena",
    body: () =>
      newKey("Invoice archive", "payments", "production", {
        reason: "The archive has to read invoices from the first of the month.",
        purpose: "Copies invoices to the archive.",
        scopes: ["invoices:read"],
        expiresIn: "90d",
      }),
    approvals: [{ after: 3, by: "priya", comment: "Read only, fine." }],
    claimed: { after: 5, as: "Invoice archive" },
  },
  {
    at: 33,
    by: "jonas",
    body: () =>
      newKey("Supplier stock", "catalogue", "production", {
        reason: "The new supplier sends stock levels directly.",
        purpose: "A supplier reports stock.",
        scopes: ["stock:read", "stock:write"],
        expiresIn: "180d",
      }),
    approvals: [
      { after: 20, by: "tomas", comment: "Half a year is long for a new partner.", change: { lifetime: "90d" } },
    ],
    claimed: { after: 26, as: "Supplier stock" },
  },
  {
    at: 21,
    by: "chloe",
    body: () =>
      newKey("Letter preview", "notifications", "staging", {
        reason: "Editors want to see a letter before it is sent.",
        purpose: "Preview of letters.",
        scopes: ["templates:read"],
        expiresIn: "120d",
      }),
    approvals: [{ after: 2, by: "tomas", comment: "Good." }],
    claimed: { after: 3, as: "Letter preview" },
  },
  {
    at: 19,
    by: "diego",
    body: () =>
      newKey("Price test", "catalogue", "production", {
        reason: "An experiment with prices in one shop.",
        purpose: "Experiment",
        scopes: ["prices:write"],
        expiresIn: "30d",
      }),
    denied: { after: 7, by: "priya", reason: "Prices are changed by the price engine alone. Ask in staging first." },
  },
  {
    at: 12,
    by: "samuel",
    body: () =>
      newKey("Till replacement", "payments", "production", {
        reason: "The new tills need a key of their own.",
        purpose: "New tills",
        scopes: ["payments:write"],
        expiresIn: "90d",
      }),
    cancelled: { after: 30, comment: "The tills come in spring." },
  },
  {
    at: 1.6,
    by: "aiko",
    body: () =>
      newKey("Marketplace Korea", "catalogue", "production", {
        reason: "We open in the Korean marketplace next week.",
        purpose: "Lists our products in the Korean marketplace.",
        scopes: ["products:read", "prices:read"],
        countries: ["KR"],
        expiresIn: "90d",
      }),
    approvals: [{ after: 16, by: "tomas", comment: "As for Japan." }],
  },
  {
    at: 2.2,
    by: "lena",
    body: () =>
      newKey("Chargeback desk", "payments", "production", {
        reason: "Chargebacks are handled by our own desk from December on.",
        purpose: "Reads payments and gives refunds after a chargeback.",
        scopes: ["payments:read", "refunds:create"],
        ipAllowlist: ["217.160.0.0/24"],
        expiresIn: "90d",
      }),
    approvals: [{ after: 9, by: "priya", comment: "Limited to the office. One more of us, please." }],
  },
  {
    at: 0.9,
    by: "diego",
    body: () =>
      newKey("Wish list", "catalogue", "production", {
        reason: "The wish list goes live on Thursday.",
        purpose: "Shows wish lists in the shop.",
        scopes: ["products:read", "stock:read"],
        expiresIn: "90d",
      }),
  },
  {
    at: 0.35,
    by: "chloe",
    body: () =>
      newKey("Letter editor", "notifications", "staging", {
        reason: "Editors change templates without a release.",
        purpose: "Changes templates.",
        scopes: ["templates:read", "templates:write"],
        expiresIn: "120d",
      }),
  },
  {
    at: 0.2,
    by: "samuel",
    body: (house) => ({
      kind: "extend_expiry",
      key: house.key("Refund desk").id,
      expiresIn: "90d",
      reason: "The desk goes on for another quarter.",
    }),
  },
  {
    at: 0.1,
    by: "chloe",
    body: (house) => ({
      kind: "elevate",
      key: house.key("Support console").id,
      scopes: ["messages:send"],
      duration: "4h",
      reason: "Four customers were sent the wrong letter; support resends it today.",
    }),
  },
];

/** Requests with their decisions and claims, each through the verb that people use. */
export function requestHistory(): Happening[] {
  return ASKED.flatMap(lifeOfRequest);
}

/** One request: asked, decided on, claimed, each at its time. */
export function lifeOfRequest(asked: Asked): Happening[] {
  let id = "";
  const after = (hours: number) => asked.at - hours * HOUR;
  const happenings: Happening[] = [
    {
      at: asked.at,
      run: async (house) => {
        id = (await submitRequest(house.as(asked.by), asked.body(house))).id;
      },
    },
  ];
  for (const { after: hours, by, comment, change } of asked.approvals ?? []) {
    happenings.push({
      at: after(hours),
      run: async (house) => void (await approveRequest(house.as(by), id, { comment, ...change })),
    });
  }
  const { denied, cancelled, claimed } = asked;
  if (denied) {
    const { reason } = denied;
    happenings.push({
      at: after(denied.after),
      run: async (house) => void (await denyRequest(house.as(denied.by), id, { reason })),
    });
  }
  if (cancelled) {
    const { comment } = cancelled;
    happenings.push({
      at: after(cancelled.after),
      run: async (house) => void (await cancelRequest(house.as(asked.by), id, { comment })),
    });
  }
  if (claimed) {
    happenings.push({
      at: after(claimed.after),
      run: async (house) => {
        const claim = await claimRequest(house.as(asked.by), id, {});
        if ("secret" in claim) rememberKey(house, claimed.as, claim.key, claim.secret);
      },
    });
  }
  return happenings;
}

/** Machines, an invitation that waits, and a colleague who left. `keep` is told the token of the machine that verifies. */
export function officeHistory(keep: (serviceToken: { id: string; token: string }) => void): Happening[] {
  const token = (at: number, body: Record<string, unknown>): Happening => ({
    at,
    run: async (house) => void (await createServiceToken(house.as("tomas"), body)),
  });
  return [
    {
      at: 206,
      run: async (house) => {
        const made = await createServiceToken(house.as("tomas"), { name: "API gateway", permissions: ["keys:verify"] });
        keep({ id: made.serviceToken.id, token: made.token });
      },
    },
    token(150, { name: "Terraform", permissions: ["projects:read", "projects:write"] }),
    token(90, { name: "Finance export", permissions: ["usage:read", "audit:read"], expiresIn: "180d" }),
    {
      at: 130,
      run: async (house) => {
        const body = { name: "Old pipeline", permissions: ["keys:read", "keys:write"], project: "catalogue" };
        const { serviceToken } = await createServiceToken(house.as("tomas"), body);
        house.clock.advance(1000);
        await revokeServiceToken(house.as("tomas"), serviceToken.id, { reason: "The pipeline moved to trust rules." });
      },
    },
    {
      at: 20.4,
      run: async (house) => {
        const otherKeys = { action: "transfer", ownerType: "team", ownerId: house.team("billing") };
        await removeMember(house.as("olivia"), house.colleague("ruth").memberId, { otherKeys });
      },
    },
    {
      at: 0.8,
      run: async (house) =>
        void (await createInvitation(house.as("olivia"), { email: "mei@acme.test", role: "developer" })),
    },
  ];
}
