import { DAY, dayOf, HOUR, type KeyPlan, noonOf, type PersonName, type Rules, type Scenario, ZONE } from "./scenario";

/**
 * What should happen, written from the issue's words alone: nothing here is imported from the program. One key at a time, one
 * look after another, in plain variables.
 */

export type Expected = { mails: string[]; transitions: string[] };

const dateFormat = new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE, dateStyle: "short" });
const hourFormat = new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, hour: "2-digit", hourCycle: "h23" });

const days = new Map<number, number>();
const hours = new Map<number, number>();

function remembered(known: Map<number, number>, instant: number, find: () => number): number {
  const found = known.get(instant) ?? find();
  known.set(instant, found);
  return found;
}

/** The calendar day of the organization, as a count. */
function calendarDay(instant: number): number {
  return remembered(days, instant, () => Date.parse(`${dateFormat.format(instant)}T00:00:00Z`) / DAY);
}

function hourOfDay(instant: number): number {
  return remembered(hours, instant, () => Number(hourFormat.format(instant)));
}

/** Nine in the morning, local time, on a calendar day. */
function nineOn(day: number): number {
  for (let instant = day * DAY; instant < (day + 1) * DAY; instant += HOUR) {
    if (calendarDay(instant) === day && hourOfDay(instant) === 9) return instant;
  }
  throw new Error("Every day has a nine o'clock.");
}

/** Who hears: the owner, from some point on the fallback owner, and then owners and admins of the organization. */
function audience(key: KeyPlan, reach: "owner" | "fallback" | "admins"): Set<PersonName> {
  const people = new Set<PersonName>([key.owner]);
  if (reach !== "owner" && key.fallback) people.add(key.fallback);
  if (reach === "admins") people.add("owner").add("admin");
  return people;
}

type Life = {
  plan: KeyPlan;
  rules: Rules;
  state: "active" | "disabled" | "revoked";
  end: number;
  endSetAt: number;
  secretSince: number;
  usedAt: number | null;
  disabledAt: number;
  warned: Set<string>;
  reportedOn: Set<number>;
  answered: Set<string>;
  expiredCalls: number[];
  task: { dueAt: number; secretSince: number; toldStep: number | null } | null;
  failedAt: number | null;
  ownerRotatesOn: number | null;
};

type Post = (who: PersonName, template: string, what: string) => void;

/** Everything that people and programs do on a day, at noon. */
function live(life: Life, day: number): void {
  const { plan } = life;
  const now = noonOf(day);
  const works = life.state === "active" && life.end > now;
  if (plan.used && day >= plan.used.from && day <= plan.used.to && works) life.usedAt = now;
  if (life.state === "active" && life.end <= now && day - dayOf(life.end) < plan.lingers) {
    life.expiredCalls.push(now);
    life.usedAt = now;
  }
  if (plan.extension?.on === day && life.state !== "revoked" && life.end > now) {
    life.end = now + plan.extension.days * DAY;
    life.endSetAt = now;
  }
  if (life.ownerRotatesOn === day && life.state === "active" && life.end > now) life.secretSince = now;
  if (plan.disabledOn === day && life.state === "active") {
    life.state = "disabled";
    life.disabledAt = now;
  }
  if (plan.enabledOn === day && life.state === "disabled") life.state = "active";
  if (plan.revokedOn === day && life.state !== "revoked") life.state = "revoked";
}

function warn(life: Life, now: number, post: Post): void {
  if (life.state !== "active" || life.end <= now || hourOfDay(now) < 8) return;
  const lastDay = calendarDay(life.end);
  const left = lastDay - calendarDay(now);
  const step = Math.min(...life.rules.warnAt.filter((days) => days >= left));
  if (!Number.isFinite(step) || life.warned.has(`${life.end}/${step}`)) return;
  life.warned.add(`${life.end}/${step}`);
  if (lastDay - step <= calendarDay(life.endSetAt)) return;
  for (const who of audience(life.plan, step <= 3 ? "admins" : step <= 7 ? "fallback" : "owner")) {
    post(who, "key-expiring", `${life.plan.name} in ${left}`);
  }
}

function reportUse(life: Life, now: number, post: Post): void {
  if (life.state !== "active" || life.end > now || hourOfDay(now) < 8 || now - life.end >= 30 * DAY) return;
  const today = calendarDay(now);
  // Calls are counted by the hour, so a day is up to an hour more.
  const recent = life.expiredCalls.some((at) => at > now - DAY - HOUR && at <= now);
  if (!recent || life.reportedOn.has(today)) return;
  life.reportedOn.add(today);
  post(life.plan.owner, "key-expired-still-used", life.plan.name);
}

function unused(life: Life, now: number, post: Post, change: (what: string) => void): void {
  if (life.state === "revoked" || life.end <= now || hourOfDay(now) < 8) return;
  const since = life.usedAt ?? noonOf(life.plan.madeOn);
  const rules = life.usedAt === null ? life.rules.neverUsed : life.rules.idle;
  const passed = (days: number) => now - since >= days * DAY;
  const due = passed(rules.revoke)
    ? "revoke"
    : life.state === "active" && passed(rules.disable)
      ? "disable"
      : life.state === "active" && passed(rules.tell)
        ? "tell"
        : null;
  if (due === null || life.answered.has(`${since}/${due}`)) return;
  life.answered.add(`${since}/${due}`);
  if (due === "revoke") life.state = "revoked";
  if (due === "disable") {
    life.state = "disabled";
    life.disabledAt = now;
  }
  if (due !== "tell") change(`${due}d ${life.plan.name}`);
  post(life.plan.owner, "keys-unused", `${life.plan.name} ${due}`);
}

function rotate(life: Life, now: number, targetIsUp: boolean, post: Post, change: (what: string) => void): void {
  const works = life.state === "active" && life.end > now;
  if (life.task && (life.state === "revoked" || life.end <= now || life.secretSince !== life.task.secretSince))
    life.task = null;
  if (works && !life.task && !(life.failedAt !== null && now - life.failedAt < DAY)) {
    const dueAt = nineOn(calendarDay(life.secretSince + life.rules.rotateEvery * DAY));
    if (dueAt <= now) life.task = { dueAt, secretSince: life.secretSince, toldStep: null };
  }
  const { task } = life;
  if (!task) return;
  if (life.plan.rotation.by === "house") {
    if (!works) return;
    life.task = null;
    if (targetIsUp) {
      life.secretSince = now;
      change(`rotated ${life.plan.name}`);
    } else {
      life.failedAt = now;
      for (const who of audience(life.plan, "admins")) post(who, "delivery-failed", life.plan.name);
    }
    return;
  }
  if (life.state !== "active") return;
  const late = Math.floor((now - task.dueAt) / DAY);
  const step = Math.max(...[0, 7, 14, 28].filter((days) => days <= late));
  if (task.toldStep !== null && task.toldStep >= step) return;
  if (task.toldStep === null && life.plan.rotation.by === "owner") {
    life.ownerRotatesOn = dayOf(now) + life.plan.rotation.after;
  }
  task.toldStep = step;
  for (const who of audience(life.plan, step >= 14 ? "admins" : step >= 7 ? "fallback" : "owner")) {
    post(who, "rotation-due", life.plan.name);
  }
}

/** Every mail and every change that the house makes by itself, as lines. */
export function expectedOf(scenario: Scenario): Expected {
  const lives = new Map<string, Life>();
  const mails: string[] = [];
  const transitions: string[] = [];
  let done = -1;
  for (const now of scenario.looks) {
    // People act at noon: a look in the morning sees what was done until the day before.
    const upTo = now >= noonOf(dayOf(now)) ? dayOf(now) : dayOf(now) - 1;
    for (let day = done + 1; day <= upTo; day += 1) {
      for (const plan of scenario.keys) {
        if (plan.madeOn === day) lives.set(plan.name, born(plan, scenario.rules));
        const life = lives.get(plan.name);
        if (life) live(life, day);
      }
    }
    done = upTo;
    const posts = new Map<string, string[]>();
    const post: Post = (who, template, what) => {
      // What concerns one key alone is a mail of its own; the rest is one mail for a person.
      const alone = template === "key-expired-still-used" || template === "delivery-failed";
      const address = `${who} ${template}${alone ? ` ${what}` : ""}`;
      posts.set(address, [...(posts.get(address) ?? []), what]);
    };
    const at = new Date(now).toISOString();
    const change = (what: string) => transitions.push(`${at} ${what}`);
    const [byHouse, byPeople] = [true, false].map((house) =>
      [...lives.values()].filter(({ plan }) => (plan.rotation.by === "house") === house),
    );
    for (const life of byPeople ?? []) rotate(life, now, false, post, change);
    for (const life of lives.values()) warn(life, now, post);
    for (const life of lives.values()) reportUse(life, now, post);
    for (const life of lives.values()) {
      if (life.state === "disabled" && now - life.disabledAt >= life.rules.revokeDisabledAfter * DAY) {
        life.state = "revoked";
        change(`revoked ${life.plan.name}`);
      }
    }
    for (const life of lives.values()) unused(life, now, post, change);
    // A delivery is a job of its own, which comes after the look.
    for (const life of byHouse ?? []) rotate(life, now, !scenario.targetDown.has(dayOf(now)), post, change);
    for (const [address, whats] of posts) mails.push(`${at} ${address}: ${whats.sort().join(", ")}`);
  }
  return { mails: mails.sort(), transitions: transitions.sort() };
}

function born(plan: KeyPlan, rules: Rules): Life {
  const at = noonOf(plan.madeOn);
  return {
    plan,
    rules,
    state: "active",
    end: at + plan.lifetimeDays * DAY,
    endSetAt: at,
    secretSince: at,
    usedAt: null,
    disabledAt: 0,
    warned: new Set(),
    reportedOn: new Set(),
    answered: new Set(),
    expiredCalls: [],
    task: null,
    failedAt: null,
    ownerRotatesOn: null,
  };
}
