import type { Verdict } from "@/lib/core/enums";
import { templateEndpoint } from "@/lib/verification/endpoint";
import { type EnvironmentRules, KeyEntry } from "@/lib/verification/entry";
import type { Caller } from "../cache/callers";
import { SpoolGroup, type SpoolWriter } from "./writer";

const MOST_GROUPS = 50_000;
const MOST_ENDPOINTS = 200;
const MOST_PATHS = 20_000;
const LONGEST_AGENT = 200;
const OTHER = "other";
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** What is counted of a call besides its key and verdict. */
export type RecordedCall = {
  readonly method: string | null;
  readonly path: string | null;
  readonly ip: string | null;
  readonly userAgent: string | null;
  readonly cost: number;
};

/** Where a key belongs. */
export type KeyPlace = { organizationId: string; projectId: string; environmentId: string; keyId: string };

type Slot = {
  caller: Caller;
  verdict: Verdict;
  method: string | null;
  endpoint: string | null;
  ip: string | null;
  agent: string | null;
  group: SpoolGroup;
};

/** Finds the group of a call. Hot keys are called the same way again and again, so the last slot of a key comes first. */
export class UsageRecorder {
  readonly #writer: SpoolWriter;
  readonly #last = new Map<KeyEntry | Caller, Slot>();
  readonly #groups = new Map<string, SpoolGroup>();
  /** Endpoints seen per key: what comes after 200 is `other`. */
  readonly #endpoints = new Map<string, Set<string>>();

  constructor(writer: SpoolWriter) {
    this.#writer = writer;
  }

  /** Counts one verification in the second that holds `now` (wall milliseconds). */
  record(caller: Caller, entry: KeyEntry | null, verdict: Verdict, call: RecordedCall, now: number): void {
    const owner = entry ?? caller;
    const endpoint = entry === null || call.path === null ? null : endpointOf(entry.rules, call.path, call.method);
    const last = this.#last.get(owner);
    let group: SpoolGroup;
    if (
      last !== undefined &&
      last.verdict === verdict &&
      last.endpoint === endpoint &&
      last.ip === call.ip &&
      last.agent === call.userAgent &&
      last.method === call.method &&
      last.caller === caller
    ) {
      group = last.group;
    } else group = this.#find(owner, caller, verdict, call, endpoint);
    this.#writer.record(group, Math.floor(now / 1000), call.cost);
  }

  /** Counts what a backend told of a call with this key. */
  recordOutcome(key: KeyPlace, statusClass: number, bytes: number, now: number): void {
    const name = `o\n${key.keyId}\n${statusClass}`;
    let group = this.#groups.get(name);
    if (!group) {
      const { organizationId, projectId, environmentId, keyId } = key;
      group = new SpoolGroup({ kind: "outcome", organizationId, projectId, environmentId, keyId, statusClass });
      this.#keep(name, group);
    }
    this.#writer.record(group, Math.floor(now / 1000), bytes);
  }

  #find(
    owner: KeyEntry | Caller,
    caller: Caller,
    verdict: Verdict,
    call: RecordedCall,
    wantedEndpoint: string | null,
  ): SpoolGroup {
    const entry = owner instanceof KeyEntry ? owner : null;
    const endpoint = entry === null || wantedEndpoint === null ? null : this.#bounded(entry.keyId, wantedEndpoint);
    const agent = call.userAgent === null ? null : call.userAgent.slice(0, LONGEST_AGENT).replace(CONTROL, "");
    const name = `${entry?.versionId ?? caller.organizationId}\n${caller.tokenId}\n${verdict}\n${entry?.supersedes ?? false}\n${call.method}\n${endpoint}\n${call.ip}\n${agent}`;
    let group = this.#groups.get(name);
    if (!group) {
      group = new SpoolGroup({
        kind: "verification",
        organizationId: caller.organizationId,
        projectId: entry?.rules.projectId ?? null,
        environmentId: entry?.rules.environmentId ?? null,
        keyId: entry?.keyId ?? null,
        versionId: entry?.versionId ?? null,
        verdict,
        method: call.method,
        endpoint,
        ip: call.ip,
        agent,
        serviceTokenId: caller.tokenId,
        supersedes: verdict === "VALID" && (entry?.supersedes ?? false),
      });
      this.#keep(name, group);
    }
    if (this.#last.size >= MOST_GROUPS) this.#last.clear();
    this.#last.set(owner, {
      caller,
      verdict,
      method: call.method,
      endpoint: wantedEndpoint,
      ip: call.ip,
      agent: call.userAgent,
      group,
    });
    return group;
  }

  #keep(name: string, group: SpoolGroup): void {
    // A group that a turn still holds lives on in it; a new one of the same dimensions adds up with it when it is read.
    if (this.#groups.size >= MOST_GROUPS) {
      this.#groups.clear();
      this.#last.clear();
    }
    this.#groups.set(name, group);
  }

  #bounded(keyId: string, endpoint: string): string {
    let known = this.#endpoints.get(keyId);
    if (!known) {
      if (this.#endpoints.size >= MOST_GROUPS) this.#endpoints.clear();
      known = new Set();
      this.#endpoints.set(keyId, known);
    }
    if (known.has(endpoint)) return endpoint;
    if (known.size >= MOST_ENDPOINTS) return OTHER;
    known.add(endpoint);
    return endpoint;
  }
}

function endpointOf(rules: EnvironmentRules, path: string, method: string | null): string | null {
  const name = rules.patterns.length === 0 || method === null ? path : `${method} ${path}`;
  const known = rules.endpoints.get(name);
  if (known !== undefined) return known;
  if (rules.endpoints.size >= MOST_PATHS) rules.endpoints.clear();
  const endpoint = templateEndpoint(path, method, rules.patterns);
  rules.endpoints.set(name, endpoint);
  return endpoint;
}
