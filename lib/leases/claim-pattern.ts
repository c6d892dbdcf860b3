/**
 * Patterns for subjects and claims: text in which `*` stands for one whole part between separators (`:`, `/`, `|`), and
 * never for a separator. Anchored at both ends: `repo:acme/app:ref:refs/heads/*` does not match `…/heads/a/b`.
 */
const SEPARATOR = /[:/|]/;
const SEPARATORS = /([:/|])/;

/** Why this is no pattern, or null when it is one. */
export function patternFault(pattern: string): string | null {
  const parts = pattern.split(SEPARATOR);
  if (parts.some((part) => part.includes("*") && part !== "*")) {
    return "may have * only as a whole part between separators (: / |)";
  }
  return null;
}

export function isExact(pattern: string): boolean {
  return !pattern.includes("*");
}

/** True when the pattern covers the whole text. Linear, never throws. */
export function matchesClaim(pattern: string, text: string): boolean {
  if (isExact(pattern)) return pattern === text;
  const wanted = pattern.split(SEPARATORS);
  const given = text.split(SEPARATORS);
  if (wanted.length !== given.length) return false;
  return wanted.every((part, index) => (part === "*" ? given[index] !== "" : part === given[index]));
}

/** A claim of a token as the texts a pattern is held against; a list matches when one of its members does. */
export function claimTexts(value: unknown): string[] {
  if (Array.isArray(value))
    return value.slice(0, 100).flatMap((member) => (Array.isArray(member) ? [] : claimTexts(member)));
  if (typeof value === "string") return [value];
  return typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value)) ? [String(value)] : [];
}

/** Issuers that sign for everybody: a rule must name whose jobs it means, or anyone's jobs would do. */
const PUBLIC_ISSUERS: { issuer: RegExp; owner: RegExp; claims: readonly string[]; hint: string }[] = [
  {
    issuer: /^https:\/\/token\.actions\.githubusercontent\.com$/,
    owner: /^repo:[^:/|*]+\//,
    claims: ["repository", "repository_id", "repository_owner", "repository_owner_id"],
    hint: "repo:<owner>/…",
  },
  {
    issuer: /^https:\/\/gitlab\.com$/,
    owner: /^project_path:[^:/|*]+\//,
    claims: ["namespace_path", "namespace_id", "project_path", "project_id"],
    hint: "project_path:<group>/…",
  },
  {
    issuer: /^https:\/\/agent\.buildkite\.com$/,
    owner: /^organization:[^:/|*]+:/,
    claims: ["organization_slug", "organization_id"],
    hint: "organization:<slug>:…",
  },
  {
    issuer: /^https:\/\/app\.terraform\.io$/,
    owner: /^organization:[^:/|*]+:/,
    claims: ["terraform_organization_id", "terraform_organization_name"],
    hint: "organization:<name>:…",
  },
  {
    issuer: /^https:\/\/accounts\.google\.com$/,
    owner: /^[^*]+$/,
    claims: ["email"],
    hint: "the exact subject",
  },
];

/**
 * Why the rule would let strangers in, or null when it says whose jobs it means: by a literal part of the subject, or by
 * a claim without `*`; for issuers that sign for everybody, by the part or the claim that names the owner.
 */
export function tooWide(rule: {
  issuer: string;
  subject: string;
  claims: Readonly<Record<string, string>>;
}): string | null {
  const exactClaims = Object.entries(rule.claims).flatMap(([name, pattern]) => (isExact(pattern) ? [name] : []));
  const known = PUBLIC_ISSUERS.find((candidate) => candidate.issuer.test(rule.issuer));
  if (known) {
    if (known.owner.test(rule.subject) || known.claims.some((name) => exactClaims.includes(name))) return null;
    return `must say whose jobs it means: begin with ${known.hint}, or add an exact claim such as ${known.claims[0]}`;
  }
  const hasLiteral = rule.subject.split(SEPARATOR).some((part) => part !== "*" && part !== "");
  return hasLiteral || exactClaims.length > 0 ? null : "must have a part that is not *, or the rule an exact claim";
}
