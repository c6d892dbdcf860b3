/** The floors of the house: imports go one way. A floor names what it may reach; everything else of the project is refused. */

/** Domains in order: each may import only those before it. */
const DOMAINS = [
  "audit",
  "notifications",
  "identity",
  "projects",
  "policies",
  "service-tokens",
  "verification",
  "usage",
  "keys",
  "templates",
  "leases",
  "approvals",
  "rotation",
  "lifecycle",
  "reviews",
  "organizations",
  "anomalies",
  "incidents",
  "webhooks",
];
const INTERNAL = "^(?:app|bench|clients|components|db|e2e|lib|scripts|server)/";
const TEST = "[.]test[.]tsx?$|/testing/";
// What a browser may load of a domain: its schemas and its predicates, which import no drizzle.
const BROWSER_SAFE = "^lib/[^/]+/(?:schema|policy)\\.ts$";

/** @param {string} from @param {string[]} allowed @param {string} [name] */
function floor(from, allowed, name = from) {
  return {
    name: `floor-${name}`,
    severity: "error",
    comment: "DESIGN section 3: a floor imports only what is above it in the table.",
    from: { path: `^${from}/`, pathNot: TEST },
    to: { path: INTERNAL, pathNot: [`^${from}/`, ...allowed] },
  };
}

module.exports = {
  forbidden: [
    {
      name: "no-cycle",
      severity: "error",
      comment: "Two modules that need each other are one module, or three.",
      from: {},
      to: { circular: true },
    },
    {
      name: "no-unresolved",
      severity: "error",
      comment: "Every import exists.",
      from: {},
      to: { couldNotResolve: true, pathNot: ["^bun$", "^bun:", "^\\./generated/", "\\.css$"] },
    },
    {
      name: "core-is-pure",
      severity: "error",
      comment: "lib/core has no I/O and imports zod alone.",
      from: { path: "^lib/core/", pathNot: TEST },
      to: {
        path: [
          "^node_modules/",
          "^(?:node:)?(?:fs|net|http|https|child_process|dns|tls|worker_threads|cluster)(?:/|$)",
        ],
        pathNot: "^node_modules/zod/",
      },
    },
    floor("lib/core", []),
    floor("db", ["^lib/core/"]),
    floor("lib/emails", ["^lib/core/"]),
    floor("lib/infra", ["^lib/core/", "^db/"]),
    ...DOMAINS.map((domain, index) =>
      floor(`lib/${domain}`, [
        "^lib/core/",
        "^db/",
        "^lib/infra/",
        // Queueing a mail names its template; the template itself is loaded by the worker.
        ...(domain === "notifications" ? ["^lib/emails/"] : []),
        ...DOMAINS.slice(0, index).map((lower) => `^lib/${lower}/`),
      ]),
    ),
    floor("server/api", ["^lib/", "^db/"]),
    floor("server/gateway", ["^lib/core/", "^db/", "^lib/infra/", "^lib/verification/", "^lib/usage/", "^lib/leases/"]),
    floor("server/worker", ["^lib/", "^db/"]),
    floor("server/web", ["^lib/core/", "^lib/infra/", "^server/api/"]),
    floor("clients/sdk", []),
    floor("clients/cli", ["^clients/sdk/"]),
    floor("components", ["^lib/core/", "^clients/sdk/", BROWSER_SAFE]),
    floor("app", ["^lib/", "^db/", "^server/api/", "^clients/sdk/", "^components/"]),
    {
      name: "no-unlisted-domain",
      severity: "error",
      comment: "A folder of lib/ is a floor of DESIGN section 3, or it does not exist.",
      from: { path: "^lib/", pathNot: `^lib/(?:core|emails|infra|${DOMAINS.join("|")})/` },
      to: {},
    },
    {
      name: "browser-safe-domain",
      severity: "error",
      comment: "schema.ts and policy.ts are loaded by browsers: no drizzle, no Postgres, no I/O.",
      from: { path: BROWSER_SAFE },
      to: {
        path: [
          "^db/",
          "^lib/infra/",
          "^node_modules/(?:drizzle-orm|pg|ioredis)/",
          "^(?:node:)?(?:fs|net|child_process)$",
        ],
      },
    },
    {
      name: "no-test-in-product",
      severity: "error",
      comment: "What runs does not import what tests.",
      from: { path: INTERNAL, pathNot: [TEST, "^(?:e2e|bench|scripts)/"] },
      to: { path: TEST },
    },
    {
      name: "no-development-package-in-product",
      severity: "error",
      comment: "A package that runs in production is a dependency, not a devDependency.",
      from: { path: "^(?:app|components|db|lib|server)/", pathNot: TEST },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["npm", "type-only"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(?:[.](?:next|latchkey)|bench/verify/peers)/" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
