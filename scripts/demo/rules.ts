import { endBreakGlass, endDueBreakGlass, openBreakGlass, reviewBreakGlass } from "@/lib/approvals/break-glass";
import { createRule, replayRule, switchRule } from "@/lib/approvals/manage-rules";
import { updateSettings } from "@/lib/approvals/manage-settings";
import { updatePolicy } from "@/lib/policies/update-policy";
import { type PersonName, PROJECTS } from "@/scripts/demo/acme";
import type { Happening } from "@/scripts/demo/found";
import type { DemoHouse } from "@/scripts/demo/house";
import { type Asked, lifeOfRequest } from "@/scripts/demo/requests";

const HOUR = 1 / 24;
const DAY_SECONDS = 86_400;

/** What led to the standing rule, and what it approved since: nobody decides on the later ones. */
const ASKED_IN_STAGING: readonly Asked[] = [
  {
    at: 24,
    by: "samuel",
    body: (house) => ({
      kind: "elevate",
      key: house.key("Contract tests").id,
      scopes: ["payouts:read"],
      duration: "8h",
      reason: "The pull request about payouts has to be tested today.",
    }),
    approvals: [
      { after: 22, by: "priya", comment: "Reading in staging, a day late. We should have a rule for these." },
    ],
  },
  {
    at: 13,
    by: "jonas",
    body: (house) => ({
      kind: "elevate",
      key: house.key("Catalogue sync").id,
      scopes: ["stock:read"],
      duration: "8h",
      reason: "The supplier's test system sends stock levels today.",
    }),
  },
  {
    at: 3,
    by: "lena",
    body: (house) => ({
      kind: "elevate",
      key: house.key("Ledger staging").id,
      scopes: ["payments:read"],
      duration: "4h",
      reason: "Two entries of the rehearsal do not match their payments.",
    }),
  },
  {
    at: 0.6,
    by: "samuel",
    body: () => ({
      kind: "create_key",
      name: "Settlement preview",
      project: "payments",
      environment: "staging",
      reason: "The finance team looks at the new settlement report in staging.",
      purpose: "Reads invoices for the report's preview.",
      scopes: ["invoices:read"],
      expiresIn: "14d",
    }),
  },
];

/** Standing rules, emergencies, and a policy that became stricter, each through the verb that people use. */
export function ruleHistory(): Happening[] {
  return [
    ...ASKED_IN_STAGING.flatMap(lifeOfRequest),
    {
      at: 18,
      run: async (house) => {
        const { id } = await createRule(house.as("priya"), {
          name: "Reading in staging, up to 30 days",
          conditions: {
            kinds: ["create_key", "elevate"],
            environments: PROJECTS.map(({ slug }) => house.environment(slug, "staging")),
            scopes: ["*:read"],
            teams: [house.team("billing"), house.team("platform")],
            longestLifetime: 30 * DAY_SECONDS,
          },
        });
        house.clock.advance(60_000);
        await replayRule(house.as("priya"), id, { days: 90 });
        house.clock.advance(120_000);
        await switchRule(house.as("priya"), id, true);
      },
    },
    {
      at: 0.7,
      run: async (house) =>
        void (await createRule(house.as("tomas"), {
          name: "Product listings in production",
          conditions: {
            environments: [house.environment("catalogue", "production")],
            scopes: ["products:read", "prices:read", "stock:read"],
            teams: [house.team("platform"), house.team("growth")],
            longestLifetime: 90 * DAY_SECONDS,
          },
        })),
    },
    {
      at: 100,
      run: async (house) =>
        void (await updateSettings(house.as("olivia"), {
          breakGlassMembers: [house.colleague("priya").userId, house.colleague("tomas").userId],
          breakGlassDuration: "2h",
        })),
    },
    ...emergency({
      at: 64,
      by: "tomas",
      project: "payments",
      reason: "The acquirer changed its addresses without notice; payments of two shops fail.",
      hours: 1,
      ended: { after: 0.7, comment: "Payments work again." },
      reviewed: {
        after: 15,
        by: "olivia",
        review: "Tomás looked at two keys and changed nothing that lasts. It was right not to wait until morning.",
      },
    }),
    ...emergency({
      at: 1.3,
      by: "priya",
      project: "notifications",
      reason: "Order mail goes to the wrong customers since the release; sending has to stop now.",
      hours: 1,
    }),
    {
      at: 4,
      run: async (house) =>
        void (await updatePolicy(
          house.as("priya"),
          { project: "catalogue", environment: "development" },
          {
            policy: { allowWildcards: false },
            reason: "A key that may do everything is a habit that reaches production.",
            outOfBounds: { action: "warn" },
          },
        )),
    },
  ];
}

type Emergency = {
  at: number;
  by: PersonName;
  project: string;
  reason: string;
  hours: number;
  /** In hours after it was opened; without it, it ends by itself. */
  ended?: { after: number; comment: string };
  /** In hours after it was opened. */
  reviewed?: { after: number; by: PersonName; review: string };
};

function emergency({ at, by, project, reason, hours, ended, reviewed }: Emergency): Happening[] {
  let id = "";
  return [
    {
      at,
      run: async (house) => {
        const asked = { project, environment: "production", reason, duration: `${hours}h` };
        id = (await openBreakGlass(house.as(by), asked)).id;
      },
    },
    ended
      ? {
          at: at - ended.after * HOUR,
          run: async (house) => void (await endBreakGlass(house.as(by), id, { comment: ended.comment })),
        }
      : // A second later, for its end has to be over.
        { at: at - hours * HOUR - 1 / DAY_SECONDS, run: (house) => endDueBreakGlass(house.system()) },
    ...(reviewed
      ? [
          {
            at: at - reviewed.after * HOUR,
            run: async (house: DemoHouse) =>
              void (await reviewBreakGlass(house.as(reviewed.by), id, { review: reviewed.review })),
          },
        ]
      : []),
  ];
}
