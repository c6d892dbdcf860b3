-- Leases: the keys they are signed with, the trust rules CI jobs get them under, and what was exchanged once already.

-- Keys of the installation, not of a tenant. The public half is derived from the sealed private one whenever it is
-- published: a row that was not sealed with the master secret is never published, whoever wrote it.
CREATE TABLE signing_keys (
  id text COLLATE "C" PRIMARY KEY,
  private_key bytea NOT NULL,
  created_at timestamptz NOT NULL,
  signs_from timestamptz NOT NULL,
  signs_until timestamptz,
  published_until timestamptz,
  CHECK ((signs_until IS NULL) = (published_until IS NULL))
);
-- One key at most has no successor: of two processes that rotate at once, one does.
CREATE UNIQUE INDEX signing_keys_open ON signing_keys ((signs_until IS NULL)) WHERE signs_until IS NULL;
GRANT SELECT, INSERT, UPDATE, DELETE ON signing_keys TO latchkey_app;
GRANT SELECT ON signing_keys TO latchkey_gateway;

-- A gateway that starts before any worker makes the first key, and no other.
CREATE FUNCTION make_first_signing_key(new_id text, sealed bytea, at timestamptz) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = public AS
  'INSERT INTO signing_keys (id, private_key, created_at, signs_from)
   SELECT new_id, sealed, at, at WHERE NOT EXISTS (SELECT 1 FROM signing_keys) ON CONFLICT DO NOTHING';
REVOKE ALL ON FUNCTION make_first_signing_key(text, bytea, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION make_first_signing_key(text, bytea, timestamptz) TO latchkey_gateway;

CREATE TABLE trust_rules (
  organization_id text COLLATE "C" NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  id text COLLATE "C" NOT NULL,
  name text NOT NULL,
  issuer text NOT NULL,
  audience text NOT NULL,
  subject text NOT NULL,
  claims jsonb NOT NULL DEFAULT '{}',
  project_id text COLLATE "C" NOT NULL,
  environment_id text COLLATE "C" NOT NULL,
  scopes text[] NOT NULL,
  longest_life integer NOT NULL CHECK (longest_life BETWEEN 1 AND 900),
  addresses text[] NOT NULL DEFAULT '{}',
  enabled boolean NOT NULL DEFAULT true,
  created_by text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  -- Leases of this rule from before this instant are void: set by every change that is not of the name alone.
  voids_before timestamptz,
  -- A removed rule stays until its last lease has ended, so that the revocation list can name it.
  removed_at timestamptz,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, project_id, environment_id)
    REFERENCES environments (organization_id, project_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX trust_rules_audience ON trust_rules (organization_id, issuer, audience) WHERE removed_at IS NULL;
CREATE INDEX trust_rules_exchange ON trust_rules (issuer, audience) WHERE removed_at IS NULL;
CREATE INDEX trust_rules_voided ON trust_rules (voids_before) WHERE voids_before IS NOT NULL;
SELECT protect_tenant_table('trust_rules');
GRANT SELECT ON trust_rules TO latchkey_gateway;
CREATE POLICY gateway_reads ON trust_rules FOR SELECT TO latchkey_gateway USING (true);

-- The last use is not part of the rule: the gateway writes it and nothing else of a rule.
CREATE TABLE trust_rule_activity (
  organization_id text COLLATE "C" NOT NULL,
  trust_rule_id text COLLATE "C" NOT NULL,
  exchanges bigint NOT NULL DEFAULT 0,
  last_used_at timestamptz NOT NULL,
  last_subject text NOT NULL,
  last_ip text,
  PRIMARY KEY (organization_id, trust_rule_id),
  FOREIGN KEY (organization_id, trust_rule_id) REFERENCES trust_rules (organization_id, id) ON DELETE CASCADE
);
SELECT protect_tenant_table('trust_rule_activity');
GRANT SELECT, INSERT, UPDATE ON trust_rule_activity TO latchkey_gateway;
CREATE POLICY gateway_writes ON trust_rule_activity TO latchkey_gateway USING (true) WITH CHECK (true);

-- Tokens of other issuers that were exchanged, as a hash, until they end: each is good for one lease.
CREATE TABLE lease_exchanges (
  fingerprint bytea PRIMARY KEY,
  expires_at timestamptz NOT NULL
);
CREATE INDEX lease_exchanges_expiry ON lease_exchanges (expires_at);
GRANT INSERT ON lease_exchanges TO latchkey_gateway;
GRANT SELECT, DELETE ON lease_exchanges TO latchkey_app;

-- The revocation list asks for what ended in the last minutes, of all tenants.
CREATE INDEX keys_ended ON keys (greatest(revoked_at, disabled_at, quarantined_at))
  WHERE greatest(revoked_at, disabled_at, quarantined_at) IS NOT NULL;
CREATE INDEX keys_expired ON keys (expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX key_versions_ended ON key_versions (ends_at) WHERE ends_at IS NOT NULL;
