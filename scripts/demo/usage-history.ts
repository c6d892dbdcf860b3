import type { Verdict } from "@/lib/core/enums";
import { isWildcardScope, scopeCovers } from "@/lib/core/scopes";
import type { UsageCount, UsageSegment, VerificationGroup } from "@/lib/usage/ingest/event";
import { PROJECTS } from "@/scripts/demo/acme";
import { DAY, type DemoHouse, type MadeKey } from "@/scripts/demo/house";
import type { DemoKey, Rhythm } from "@/scripts/demo/key";
import { PLACES } from "@/scripts/demo/key";
import { KEYS } from "@/scripts/demo/keys";
import { SeededRandom, seedOf } from "@/scripts/demo/random";

const HOUR = 3_600_000;
const MINUTE = 60_000;
/** Days of history; older usage is not kept by default. */
const DAYS = 89;

/** What departs from a key's habit: from and to are days ago. Each of these is there to be found. */
const DEPARTURES: readonly {
  key: string;
  from: number;
  to: number;
  factor?: number;
  extra?: { perHour: number; verdict?: Verdict; endpoint?: string; addresses?: readonly string[]; agent?: string };
}[] = [
  { key: "Checkout web", from: 6.3, to: 6.2, factor: 11 },
  { key: "Shop front", from: 23.1, to: 23.0, factor: 6 },
  { key: "Stock feed", from: 12.4, to: 12.1, factor: 0 },
  { key: "Partner export", from: 2.3, to: 2.05, extra: { perHour: 130, addresses: ["18.231.4.4", "5.188.10.9"] } },
  { key: "Lena's laptop", from: 3.4, to: 3.32, extra: { perHour: 260, addresses: ["41.190.2.3"], agent: "curl/8.5" } },
  {
    key: "Catalogue sync",
    from: 9.2,
    to: 9.1,
    extra: { perHour: 320, verdict: "INSUFFICIENT_SCOPE", endpoint: "PUT /prices/{id}" },
  },
  {
    key: "Refund desk",
    from: 15.2,
    to: 15.1,
    extra: { perHour: 90, verdict: "FORBIDDEN_IP", addresses: ["46.246.38.2"] },
  },
  { key: "Print catalogue", from: 4.6, to: 4.5, extra: { perHour: 40 } },
];

/** Calls with keys that nobody ever made: someone guessed. */
const GUESSING = { from: 4.2, to: 4.12, perHour: 900, address: "5.188.10.9", agent: "python-requests/2.28" };

type Habit = { key: DemoKey; made: MadeKey; endpoints: readonly string[] };
type Slot = { start: number; length: number; index: number };

/** So many days of traffic, oldest first: by the hour, the last two days by twenty minutes, the last hours by two. */
export function* usageHistory(
  house: DemoHouse,
  serviceTokenId: string,
  days: number = DAYS,
): Generator<{ name: string; segment: UsageSegment }> {
  const habits = habitsOf(house);
  for (const slot of slotsUntil(house.now.getTime(), days)) {
    const random = new SeededRandom(seedOf(`slot ${slot.index}`));
    const second = Math.floor((slot.start + random.next() * slot.length) / 1000);
    const counts = [
      ...habits.flatMap((habit) => callsOf(house, habit, slot, second * 1000, serviceTokenId)),
      ...guesses(house, slot, serviceTokenId, random),
    ];
    if (counts.length > 0) yield { name: `demo-${slot.index}`, segment: { second, counts } };
  }
}

function habitsOf(house: DemoHouse): Habit[] {
  const asked = ["Invoice archive", "Supplier stock", "Letter preview"].map(
    (name, index): DemoKey => ({
      name,
      purpose: "",
      project: (["payments", "catalogue", "notifications"] as const)[index] ?? "payments",
      environment: index === 2 ? "staging" : "production",
      owner: "lena",
      scopes: [["invoices:read"], ["stock:read", "stock:write"], ["templates:read"]][index] ?? [],
      made: 0,
      life: null,
      rhythm: index === 0 ? "nightly" : "office",
      busy: [120, 34, 6][index] ?? 0,
      from: index === 0 ? "frankfurt" : "partner",
      agent: ["acme-archive/1.0", "supplier-feed/2", "node-fetch/3.3"][index] ?? "",
    }),
  );
  return [...KEYS, ...asked].map((key) => ({ key, made: house.key(key.name), endpoints: endpointsOf(key) }));
}

/** The calls that a key's scopes are for. */
export function endpointsOf(key: Pick<DemoKey, "project" | "scopes">): string[] {
  const catalogue = PROJECTS.find(({ slug }) => slug === key.project)?.scopes ?? [];
  return catalogue
    .filter(({ name }) =>
      key.scopes.some((scope) => scope === name || (isWildcardScope(scope) && scopeCovers(scope, name))),
    )
    .flatMap(({ endpoints }) => endpoints);
}

function* slotsUntil(now: number, days: number): Generator<Slot> {
  const begin = Math.floor((now - days * DAY) / HOUR) * HOUR;
  let index = 0;
  for (let start = begin; start < now - MINUTE; index += 1) {
    const age = now - start;
    const length = age > 2 * DAY ? HOUR : age > 3 * HOUR ? 20 * MINUTE : 2 * MINUTE;
    yield { start, length: Math.min(length, now - start), index };
    start += length;
  }
}

/** How busy a moment is, 0 to 1, in UTC. */
function rhythmAt(rhythm: Rhythm, at: number): number {
  const hour = (at % DAY) / HOUR;
  const weekday = new Date(at).getUTCDay();
  const isWeekend = weekday === 0 || weekday === 6;
  switch (rhythm) {
    case "never":
      return 0;
    case "steady":
      return 0.75 + 0.25 * Math.sin(((hour - 6) / 24) * 2 * Math.PI);
    case "nightly":
      return hour >= 1 && hour < 4 ? 1 : 0;
    case "office":
      if (isWeekend) return 0.04;
      return hour >= 7 && hour < 18 ? 0.6 + 0.4 * Math.sin(((hour - 7) / 11) * Math.PI) : 0.03;
    case "shop": {
      const day = 0.12 + 0.88 * Math.max(0, Math.sin(((hour - 5) / 19) * Math.PI)) ** 1.4;
      return day * (isWeekend ? 1.25 : 1) * (hour > 18 && hour < 21.5 ? 1.15 : 1);
    }
  }
}

function callsOf(house: DemoHouse, habit: Habit, slot: Slot, at: number, serviceTokenId: string): UsageCount[] {
  const { key, made } = habit;
  if (at <= made.madeAt) return [];
  const random = new SeededRandom(seedOf(`${key.name} ${slot.index}`));
  const hours = slot.length / HOUR;
  const daysAgo = (house.now.getTime() - at) / DAY;
  const departures = DEPARTURES.filter((one) => one.key === key.name && daysAgo <= one.from && daysAgo > one.to);
  const factor = departures.reduce((product, one) => product * (one.factor ?? 1), 1);
  const growth = 1 - 0.18 * (daysAgo / DAYS);
  const ended = endOf(made, at);
  const expected = key.busy * rhythmAt(key.rhythm, at) * hours * growth * factor * (ended?.share ?? 1);
  const shared = { house, habit, at, serviceTokenId, random };
  const counts = split(shared, random.count(expected), ended?.verdict ?? null);
  for (const { extra } of departures) {
    if (extra) counts.push(...split(shared, random.count(extra.perHour * hours), extra.verdict ?? null, extra));
  }
  return counts;
}

/** After a key's end a few callers go on for a while, and are refused. */
function endOf(made: MadeKey, at: number): { verdict: Verdict; share: number } | null {
  const { revokedAt, disabledAt, expiresAt } = made;
  if (revokedAt !== null && at >= revokedAt) return { verdict: "REVOKED", share: at < revokedAt + 3 * DAY ? 0.25 : 0 };
  if (disabledAt !== null && at >= disabledAt) return { verdict: "DISABLED", share: at < disabledAt + DAY ? 0.2 : 0 };
  if (expiresAt !== null && at >= expiresAt) return { verdict: "EXPIRED", share: at < expiresAt + 14 * DAY ? 0.3 : 0 };
  return null;
}

type Shared = { house: DemoHouse; habit: Habit; at: number; serviceTokenId: string; random: SeededRandom };

/** Shares calls out over endpoints, addresses and versions. A few are refused, as always. */
function split(
  { house, habit, at, serviceTokenId, random }: Shared,
  total: number,
  verdict: Verdict | null,
  other: { endpoint?: string; addresses?: readonly string[]; agent?: string } = {},
): UsageCount[] {
  const { key, made, endpoints } = habit;
  const addresses = other.addresses ?? PLACES[key.from];
  const counts: UsageCount[] = [];
  let left = total;
  while (left > 0) {
    const count =
      counts.length === 4 ? left : Math.min(left, Math.max(1, Math.round(total * (0.15 + random.next() / 2))));
    left -= count;
    const [method, endpoint] = (other.endpoint ?? random.pick(endpoints)).split(" ");
    const refused = verdict === null && count > 1 && random.next() < 0.04;
    const group: VerificationGroup = {
      kind: "verification",
      organizationId: house.organizationId,
      projectId: made.projectId,
      environmentId: made.environmentId,
      keyId: made.id,
      versionId: versionAt(made, at, random),
      verdict: verdict ?? "VALID",
      method: method ?? null,
      endpoint: endpoint ?? null,
      ip: random.pick(addresses, (address) => (address === addresses[0] ? 3 : 1)),
      agent: other.agent ?? key.agent,
      serviceTokenId,
      supersedes: false,
    };
    const wrong = refused ? Math.max(1, Math.round(count * 0.02)) : 0;
    if (count - wrong > 0) counts.push({ group, count: count - wrong, amount: count - wrong });
    if (wrong > 0) {
      const why = key.restrictions?.rateLimits ? "RATE_LIMITED" : "INSUFFICIENT_SCOPE";
      counts.push({ group: { ...group, verdict: why }, count: wrong, amount: wrong });
    }
  }
  return counts;
}

/** During an overlap old and new are both in use, the old one less and less. */
function versionAt(made: MadeKey, at: number, random: SeededRandom): string {
  const good = made.versions.filter((version) => at >= version.from && at < version.until);
  const [older, newer] = good.slice(-2);
  if (older && newer) {
    const done = (at - newer.from) / Math.max(1, older.until - newer.from);
    return (random.next() < done + 0.1 ? newer : older).id;
  }
  return (older ?? made.versions.at(-1))?.id ?? "";
}

function guesses(house: DemoHouse, slot: Slot, serviceTokenId: string, random: SeededRandom): UsageCount[] {
  const daysAgo = (house.now.getTime() - slot.start) / DAY;
  const isRaid = daysAgo <= GUESSING.from && daysAgo > GUESSING.to;
  const count = random.count((isRaid ? GUESSING.perHour : 0.5) * (slot.length / HOUR));
  if (count === 0) return [];
  const group: VerificationGroup = {
    kind: "verification",
    organizationId: house.organizationId,
    projectId: null,
    environmentId: null,
    keyId: null,
    versionId: null,
    verdict: random.next() < 0.7 ? "NOT_FOUND" : "MALFORMED",
    method: "GET",
    endpoint: "/payments",
    ip: GUESSING.address,
    agent: GUESSING.agent,
    serviceTokenId,
    supersedes: false,
  };
  return [{ group, count, amount: count }];
}
