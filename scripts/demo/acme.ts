import type { Role } from "@/lib/core/enums";

/** How long ago Acme began with Latchkey, in days. */
export const BEGAN = 240;

export type PersonName =
  | "olivia"
  | "priya"
  | "tomas"
  | "lena"
  | "jonas"
  | "aiko"
  | "samuel"
  | "chloe"
  | "diego"
  | "ruth"
  | "nadia";

/** The people of Acme; `joined` is days ago. */
export const PEOPLE: readonly { id: PersonName; name: string; role: Role; joined: number; timezone: string }[] = [
  { id: "olivia", name: "Olivia Hart", role: "owner", joined: 240, timezone: "Europe/London" },
  { id: "priya", name: "Priya Raman", role: "admin", joined: 239, timezone: "Asia/Kolkata" },
  { id: "tomas", name: "Tomás Ferreira", role: "admin", joined: 236, timezone: "Europe/Lisbon" },
  { id: "lena", name: "Lena Fischer", role: "developer", joined: 235, timezone: "Europe/Berlin" },
  { id: "jonas", name: "Jonas Weber", role: "developer", joined: 230, timezone: "Europe/Berlin" },
  { id: "aiko", name: "Aiko Tanaka", role: "developer", joined: 221, timezone: "Asia/Tokyo" },
  { id: "samuel", name: "Samuel Okafor", role: "developer", joined: 214, timezone: "Africa/Lagos" },
  { id: "chloe", name: "Chloé Martin", role: "developer", joined: 180, timezone: "Europe/Paris" },
  { id: "diego", name: "Diego Álvarez", role: "developer", joined: 122, timezone: "America/Mexico_City" },
  { id: "ruth", name: "Ruth Sandoval", role: "developer", joined: 210, timezone: "America/New_York" },
  { id: "nadia", name: "Nadia Haddad", role: "auditor", joined: 150, timezone: "Europe/Paris" },
];

/** Who is shown on the terminal as a way in: one of each role. */
export const GUIDES: readonly PersonName[] = ["olivia", "priya", "lena", "nadia"];

export type TeamName = "billing" | "platform" | "growth";

export const TEAMS: readonly { slug: TeamName; name: string; people: readonly PersonName[] }[] = [
  { slug: "billing", name: "Billing", people: ["lena", "samuel", "priya"] },
  { slug: "platform", name: "Platform", people: ["jonas", "aiko", "tomas"] },
  { slug: "growth", name: "Growth", people: ["chloe", "diego"] },
];

export type ProjectName = "payments" | "catalogue" | "notifications";
export const ENVIRONMENTS = ["production", "staging", "development"] as const;
export type EnvironmentName = (typeof ENVIRONMENTS)[number];

type Scope = { name: string; description: string; category: string; sensitive?: boolean; endpoints: string[] };
export type DemoProject = {
  slug: ProjectName;
  name: string;
  keyPrefix: string;
  description: string;
  scopes: readonly Scope[];
};

export const PROJECTS: readonly DemoProject[] = [
  {
    slug: "payments",
    name: "Payments",
    keyPrefix: "pay",
    description: "Charges, refunds, payouts and invoices of every shop.",
    scopes: [
      {
        name: "payments:read",
        description: "Read payments",
        category: "Payments",
        endpoints: ["GET /payments", "GET /payments/{id}"],
      },
      {
        name: "payments:write",
        description: "Make and capture payments",
        category: "Payments",
        endpoints: ["POST /payments", "POST /payments/{id}/capture"],
      },
      {
        name: "refunds:create",
        description: "Give money back to a customer",
        category: "Payments",
        sensitive: true,
        endpoints: ["POST /refunds"],
      },
      {
        name: "payouts:read",
        description: "Read payouts to merchants",
        category: "Payouts",
        endpoints: ["GET /payouts", "GET /payouts/{id}"],
      },
      {
        name: "payouts:write",
        description: "Send money to a merchant's bank",
        category: "Payouts",
        sensitive: true,
        endpoints: ["POST /payouts"],
      },
      {
        name: "invoices:read",
        description: "Read invoices",
        category: "Invoices",
        endpoints: ["GET /invoices", "GET /invoices/{id}"],
      },
      {
        name: "invoices:write",
        description: "Make and send invoices",
        category: "Invoices",
        endpoints: ["POST /invoices", "POST /invoices/{id}/send"],
      },
      {
        name: "customers:read",
        description: "Read customers and their addresses",
        category: "Customers",
        sensitive: true,
        endpoints: ["GET /customers/{id}"],
      },
    ],
  },
  {
    slug: "catalogue",
    name: "Catalogue",
    keyPrefix: "cat",
    description: "Products, prices and stock.",
    scopes: [
      {
        name: "products:read",
        description: "Read products",
        category: "Products",
        endpoints: ["GET /products", "GET /products/{id}"],
      },
      {
        name: "products:write",
        description: "Change products",
        category: "Products",
        endpoints: ["PUT /products/{id}", "POST /products"],
      },
      { name: "prices:read", description: "Read prices", category: "Prices", endpoints: ["GET /prices/{id}"] },
      {
        name: "prices:write",
        description: "Change prices in the shops",
        category: "Prices",
        sensitive: true,
        endpoints: ["PUT /prices/{id}"],
      },
      {
        name: "stock:read",
        description: "Read stock levels",
        category: "Stock",
        endpoints: ["GET /stock", "GET /stock/{id}"],
      },
      {
        name: "stock:write",
        description: "Change stock levels",
        category: "Stock",
        endpoints: ["POST /stock/movements"],
      },
      { name: "search:query", description: "Search the catalogue", category: "Search", endpoints: ["GET /search"] },
    ],
  },
  {
    slug: "notifications",
    name: "Notifications",
    keyPrefix: "ntf",
    description: "Mail, text messages and push, with their templates.",
    scopes: [
      { name: "messages:send", description: "Send messages", category: "Messages", endpoints: ["POST /messages"] },
      {
        name: "messages:read",
        description: "Read messages and whether they arrived",
        category: "Messages",
        endpoints: ["GET /messages/{id}"],
      },
      {
        name: "templates:read",
        description: "Read templates",
        category: "Templates",
        endpoints: ["GET /templates/{id}"],
      },
      {
        name: "templates:write",
        description: "Change templates",
        category: "Templates",
        endpoints: ["PUT /templates/{id}"],
      },
      {
        name: "recipients:read",
        description: "Read addresses and telephone numbers",
        category: "Recipients",
        sensitive: true,
        endpoints: ["GET /recipients/{id}"],
      },
    ],
  },
];

export const TEMPLATES: readonly { project: ProjectName; body: Record<string, unknown> }[] = [
  {
    project: "payments",
    body: {
      name: "Checkout",
      category: "Sales",
      description: "Takes payments in a shop, and nothing else.",
      scopes: ["payments:read", "payments:write"],
      rateLimits: [{ limit: 600, window: 60 }],
      lifetime: "90d",
    },
  },
  {
    project: "payments",
    body: {
      name: "Bookkeeping",
      category: "Finance",
      description: "Reads invoices and payouts for the ledger.",
      scopes: ["invoices:read", "payouts:read"],
      methods: ["GET"],
      lifetime: "180d",
    },
  },
  {
    project: "catalogue",
    body: {
      name: "Shop front",
      category: "Sales",
      description: "Shows products and searches them.",
      scopes: ["products:read", "prices:read", "search:query"],
      methods: ["GET"],
      lifetime: "90d",
    },
  },
];
