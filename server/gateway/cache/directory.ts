import { EnvironmentRules } from "@/lib/verification/entry";
import { findOrganization, hasForeignKeys } from "@/lib/verification/queries";
import type { DatabaseGate } from "../database-gate";
import type { Trust } from "../trust";
import { Flights } from "./flights";

/** One organization as the gateway knows it. `live` ends when anything in it but keys changes. */
export class OrganizationRules {
  live = true;
  /** Counts changes of keys: what was unknown before one may be known after it. */
  keyChanges = 0;
  /** Whether keys of other forms were imported; undefined until it is asked. */
  foreignKeys: boolean | undefined;
  readonly id: string;
  readonly slug: string;
  readonly timezone: string;
  readonly generation: number;
  /** By `<prefix>_<tag>`. */
  readonly environments: ReadonlyMap<string, EnvironmentRules>;
  readonly byId: ReadonlyMap<string, EnvironmentRules>;

  constructor(id: string, rows: NonNullable<Awaited<ReturnType<typeof findOrganization>>>, generation: number) {
    this.id = id;
    this.slug = rows.slug;
    this.timezone = rows.timezone;
    this.generation = generation;
    const environments = new Map<string, EnvironmentRules>();
    const byId = new Map<string, EnvironmentRules>();
    for (const row of rows.environments) {
      const rules = new EnvironmentRules(row, rows.claims.get(row.projectId) ?? []);
      environments.set(`${row.keyPrefix}_${row.tag}`, rules);
      byId.set(row.environmentId, rules);
    }
    this.environments = environments;
    this.byId = byId;
  }

  end(): void {
    this.live = false;
    for (const rules of this.byId.values()) rules.live = false;
  }
}

/** The organizations that call this gateway. */
export class Directory {
  readonly #gate: DatabaseGate;
  readonly #trust: Trust;
  readonly #known = new Map<string, OrganizationRules>();
  readonly #flights = new Flights<OrganizationRules | null>();

  constructor(gate: DatabaseGate, trust: Trust) {
    this.#gate = gate;
    this.#trust = trust;
  }

  /** What is remembered, however old. */
  peek(id: string): OrganizationRules | undefined {
    return this.#known.get(id);
  }

  /** Asks the database. Null when there is no such organization; rejects with Unavailable. */
  load(id: string): Promise<OrganizationRules | null> {
    const generation = this.#trust.generation;
    return this.#flights.join(
      id,
      id,
      async () => {
        const rows = await this.#gate.run((pool) => findOrganization(pool, id));
        return rows ? new OrganizationRules(id, rows, generation) : null;
      },
      (organization) => {
        this.#known.get(id)?.end();
        if (organization && generation === this.#trust.generation) this.#known.set(id, organization);
        else this.#known.delete(id);
      },
    );
  }

  /** Whether secrets that are not of our form may be keys of this organization. Rejects with Unavailable. */
  async acceptsForeignKeys(organization: OrganizationRules, mayUseKnown: boolean): Promise<boolean> {
    if (mayUseKnown && organization.foreignKeys !== undefined) return organization.foreignKeys;
    const before = organization.keyChanges;
    const found = await this.#gate.run((pool) => hasForeignKeys(pool, organization.id));
    if (organization.keyChanges === before) organization.foreignKeys = found;
    return found;
  }

  /** Keys of the organization changed: what was unknown may be known now. */
  keysChanged(id: string, versionsChanged: boolean): void {
    const known = this.#known.get(id);
    if (!known) return;
    known.keyChanges += 1;
    if (versionsChanged) known.foreignKeys = undefined;
  }

  drop(id: string): void {
    this.#flights.detach(id);
    this.#known.get(id)?.end();
    this.#known.delete(id);
  }

  /** A new life of the listener: loads under way may have missed changes. What is known stays for outages. */
  detachAll(): void {
    this.#flights.detach(null);
  }

  get size(): number {
    return this.#known.size;
  }
}
