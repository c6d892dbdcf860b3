-- Least privilege by asking: templates, requests with their decisions, grants with an end, standing rules, break-glass, and
-- links that hand a secret over once.

-- ── Templates ───────────────────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE templates (
  organization_id text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  project_id text COLLATE "C" NOT NULL,
  slug text NOT NULL,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  archived_at timestamptz,
  PRIMARY KEY (organization_id, id),
  UNIQUE (organization_id, project_id, slug),
  FOREIGN KEY (organization_id, project_id) REFERENCES projects (organization_id, id) ON DELETE CASCADE
);
SELECT protect_tenant_table('templates');

-- What a template said at each version: a key points at the one it was made from.
CREATE TABLE template_versions (
  organization_id text COLLATE "C" NOT NULL,
  template_id text COLLATE "C" NOT NULL,
  version integer NOT NULL,
  name text NOT NULL,
  description text NOT NULL DEFAULT '',
  category text NOT NULL DEFAULT '',
  document jsonb NOT NULL,
  created_by text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (organization_id, template_id, version),
  FOREIGN KEY (organization_id, template_id) REFERENCES templates (organization_id, id) ON DELETE CASCADE
);
SELECT protect_tenant_table('template_versions');

ALTER TABLE keys
  ADD COLUMN template_id text COLLATE "C",
  ADD COLUMN template_version integer,
  -- Scopes with an end: [{"scope": "invoices:write", "until": "2027-01-31T00:00:00.000Z"}]. The gateway adds those that
  -- have not ended; kept by the grants' verbs.
  ADD COLUMN granted jsonb NOT NULL DEFAULT '[]',
  -- Until then the allow-list does not refuse.
  ADD COLUMN network_waived_until timestamptz,
  ADD CONSTRAINT keys_template FOREIGN KEY (organization_id, template_id, template_version)
    REFERENCES template_versions (organization_id, template_id, version);
CREATE INDEX keys_template ON keys (organization_id, template_id) WHERE template_id IS NOT NULL;

-- ── Requests ────────────────────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE requests (
  organization_id text COLLATE "C" NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  id text COLLATE "C" NOT NULL,
  kind text NOT NULL CHECK (kind IN ('create_key', 'extend_scopes', 'extend_expiry', 'elevate', 'waive_network')),
  state text NOT NULL CHECK (state IN ('pending', 'approved', 'claimed', 'denied', 'cancelled', 'expired')),
  requester_id text COLLATE "C" NOT NULL,
  project_id text COLLATE "C" NOT NULL,
  environment_id text COLLATE "C" NOT NULL,
  key_id text COLLATE "C",
  key_name text NOT NULL,
  reason text NOT NULL,
  revision integer NOT NULL DEFAULT 1,
  -- What was asked, as it was submitted in this revision, and what is left of it after amendments: this is executed.
  submitted jsonb NOT NULL,
  payload jsonb NOT NULL,
  payload_hash bytea NOT NULL,
  -- The rules of approval in force at submission: [{"reason", "count", "roles", "teams", "members"}].
  rules jsonb NOT NULL,
  -- How it was approved: by people, by a standing rule, by break-glass, or because the policy asks for nobody.
  approved_by text CHECK (approved_by IN ('people', 'rule', 'break_glass', 'policy')),
  approved_by_id text COLLATE "C",
  created_at timestamptz NOT NULL,
  submitted_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  claim_seconds integer NOT NULL,
  escalate_at timestamptz,
  escalated_at timestamptz,
  reminded_at timestamptz,
  warned_at timestamptz,
  decided_at timestamptz,
  claim_by timestamptz,
  closed_at timestamptz,
  close_reason text,
  PRIMARY KEY (organization_id, id),
  CHECK ((state IN ('approved', 'claimed')) <= (approved_by IS NOT NULL)),
  FOREIGN KEY (organization_id, requester_id) REFERENCES members (organization_id, user_id),
  FOREIGN KEY (organization_id, project_id, environment_id)
    REFERENCES environments (organization_id, project_id, id) ON DELETE CASCADE,
  FOREIGN KEY (organization_id, key_id) REFERENCES keys (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX requests_state ON requests (organization_id, state, created_at DESC, id DESC);
CREATE INDEX requests_created ON requests (organization_id, created_at DESC, id DESC);
CREATE INDEX requests_requester ON requests (organization_id, requester_id, created_at DESC, id DESC);
CREATE INDEX requests_key ON requests (organization_id, key_id) WHERE key_id IS NOT NULL;
CREATE INDEX requests_due ON requests (organization_id, expires_at) WHERE state = 'pending';
CREATE INDEX requests_unclaimed ON requests (organization_id, claim_by) WHERE state = 'approved';
SELECT protect_tenant_table('requests');

CREATE TABLE request_revisions (
  organization_id text COLLATE "C" NOT NULL,
  request_id text COLLATE "C" NOT NULL,
  revision integer NOT NULL,
  payload jsonb NOT NULL,
  payload_hash bytea NOT NULL,
  reason text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (organization_id, request_id, revision),
  FOREIGN KEY (organization_id, request_id) REFERENCES requests (organization_id, id) ON DELETE CASCADE
);
SELECT protect_tenant_table('request_revisions');

CREATE TABLE request_decisions (
  organization_id text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  request_id text COLLATE "C" NOT NULL,
  revision integer NOT NULL,
  approver_id text COLLATE "C" NOT NULL,
  verdict text NOT NULL CHECK (verdict IN ('approve', 'deny')),
  comment text,
  -- What this approver took away, and the payload that they agreed to.
  amendment jsonb,
  payload_hash bytea NOT NULL,
  created_at timestamptz NOT NULL,
  voided_at timestamptz,
  PRIMARY KEY (organization_id, id),
  -- Nobody decides twice on the same thing, whatever session they come with.
  UNIQUE (organization_id, request_id, revision, approver_id),
  FOREIGN KEY (organization_id, request_id) REFERENCES requests (organization_id, id) ON DELETE CASCADE,
  FOREIGN KEY (organization_id, approver_id) REFERENCES members (organization_id, user_id)
);
SELECT protect_tenant_table('request_decisions');

-- A second lock under the verbs: what has ended never starts again, and nobody decides on what they asked for.
CREATE FUNCTION check_request_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> NEW.state AND NOT (
    (OLD.state = 'pending' AND NEW.state IN ('approved', 'denied', 'cancelled', 'expired')) OR
    (OLD.state = 'approved' AND NEW.state IN ('claimed', 'cancelled', 'expired'))
  ) THEN
    RAISE EXCEPTION 'A request cannot go from % to %.', OLD.state, NEW.state USING ERRCODE = '23514';
  END IF;
  IF OLD.state <> 'pending' AND (NEW.payload_hash <> OLD.payload_hash OR NEW.revision <> OLD.revision) THEN
    RAISE EXCEPTION 'A request that was decided is frozen.' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER one_way BEFORE UPDATE ON requests FOR EACH ROW EXECUTE FUNCTION check_request_change();

CREATE FUNCTION check_request_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM requests WHERE organization_id = NEW.organization_id AND id = NEW.request_id
             AND requester_id = NEW.approver_id) THEN
    RAISE EXCEPTION 'Nobody decides on their own request.' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER not_own BEFORE INSERT ON request_decisions FOR EACH ROW EXECUTE FUNCTION check_request_decision();

-- ── Grants ──────────────────────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE grants (
  organization_id text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  key_id text COLLATE "C" NOT NULL,
  request_id text COLLATE "C",
  kind text NOT NULL CHECK (kind IN ('scopes', 'network')),
  scopes text[] NOT NULL,
  reason text NOT NULL,
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  ended_at timestamptz,
  end_reason text,
  created_by text COLLATE "C" NOT NULL,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, key_id) REFERENCES keys (organization_id, id) ON DELETE CASCADE,
  FOREIGN KEY (organization_id, request_id) REFERENCES requests (organization_id, id)
);
CREATE INDEX grants_key ON grants (organization_id, key_id, starts_at DESC);
CREATE INDEX grants_open ON grants (organization_id, ends_at) WHERE ended_at IS NULL;
SELECT protect_tenant_table('grants');

-- ── Standing rules, settings, break-glass ───────────────────────────────────────────────────────────────────────────

CREATE TABLE approval_rules (
  organization_id text COLLATE "C" NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  id text COLLATE "C" NOT NULL,
  name text NOT NULL,
  enabled boolean NOT NULL DEFAULT false,
  version integer NOT NULL DEFAULT 1,
  document jsonb NOT NULL,
  -- The version that was last tried on past requests: only a tried one can be switched on.
  replayed_version integer,
  created_by text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (organization_id, id)
);
SELECT protect_tenant_table('approval_rules');

CREATE TABLE approval_settings (
  organization_id text COLLATE "C" PRIMARY KEY REFERENCES organizations(id) ON DELETE CASCADE,
  break_glass_members text[] NOT NULL DEFAULT '{}',
  break_glass_seconds integer NOT NULL DEFAULT 3600,
  fallback_teams text[] NOT NULL DEFAULT '{}',
  fallback_members text[] NOT NULL DEFAULT '{}',
  -- Sealed: whoever knows the address of a chat's webhook can write into the channel.
  webhook_url bytea,
  webhook_host text,
  updated_at timestamptz NOT NULL
);
SELECT protect_tenant_table('approval_settings');

CREATE TABLE break_glass_uses (
  organization_id text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  user_id text COLLATE "C" NOT NULL,
  project_id text COLLATE "C" NOT NULL,
  environment_id text COLLATE "C" NOT NULL,
  reason text NOT NULL,
  started_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  ended_at timestamptz,
  reviewed_at timestamptz,
  reviewed_by text COLLATE "C",
  review text,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, user_id) REFERENCES members (organization_id, user_id),
  FOREIGN KEY (organization_id, project_id, environment_id)
    REFERENCES environments (organization_id, project_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX break_glass_open ON break_glass_uses (organization_id, user_id, environment_id) WHERE ended_at IS NULL;
CREATE INDEX break_glass_recent ON break_glass_uses (organization_id, started_at DESC, id DESC);
SELECT protect_tenant_table('break_glass_uses');

-- ── Hand-over ───────────────────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE wrapped_links (
  organization_id text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  key_id text COLLATE "C" NOT NULL,
  version_id text COLLATE "C" NOT NULL,
  -- Of the key in the link's fragment.
  token_hash bytea NOT NULL UNIQUE,
  -- The secret under the key in the fragment, sealed once more; gone with the opening or the end.
  ciphertext bytea,
  note text NOT NULL DEFAULT '',
  created_by text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  opened_at timestamptz,
  opened_ip text,
  opened_agent text,
  cancelled_at timestamptz,
  later_openings integer NOT NULL DEFAULT 0,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, key_id) REFERENCES keys (organization_id, id) ON DELETE CASCADE,
  FOREIGN KEY (organization_id, version_id) REFERENCES key_versions (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX wrapped_links_key ON wrapped_links (organization_id, key_id, created_at DESC);
CREATE INDEX wrapped_links_due ON wrapped_links (organization_id, expires_at) WHERE ciphertext IS NOT NULL;
SELECT protect_tenant_table('wrapped_links');
-- Whoever holds the link's key may see the row it opens.
CREATE POLICY holder ON wrapped_links FOR SELECT TO latchkey_app
  USING (token_hash = decode(nullif(current_setting('latchkey.token_hash', true), ''), 'hex'));
