-- The ground: tenancy, people, projects, keys. Every tenant table has organization_id first in its primary key, and
-- foreign keys between tenant tables carry it, so that a row can never point into another tenant.

CREATE SEQUENCE verdict_epoch;

-- Puts a table under the tenancy rules: row-level security enabled and forced, rows of the current organization only.
-- The gateway serves all tenants: where it may read or write at all, a grant and a policy say so.
CREATE FUNCTION protect_tenant_table(target regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', target);
  EXECUTE format(
    'CREATE POLICY tenant ON %s TO latchkey_app USING (organization_id = current_setting(''latchkey.organization_id'', true))'
    ' WITH CHECK (organization_id = current_setting(''latchkey.organization_id'', true))', target);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO latchkey_app', target);
END $$;

-- ── The installation ────────────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE installation (
  id integer PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  set_up_at timestamptz,
  is_demo boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO installation DEFAULT VALUES;
GRANT SELECT, UPDATE ON installation TO latchkey_app;

-- ── People (global: a person can be in several organizations) ───────────────────────────────────────────────────────

CREATE TABLE users (
  id text COLLATE "C" PRIMARY KEY,
  email text NOT NULL UNIQUE,
  email_verified_at timestamptz,
  name text NOT NULL,
  password_hash text,
  password_changed_at timestamptz,
  timezone text,
  disabled_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CHECK (email = lower(email))
);
GRANT SELECT, INSERT, UPDATE, DELETE ON users TO latchkey_app;

CREATE TABLE sessions (
  id text COLLATE "C" PRIMARY KEY,
  user_id text COLLATE "C" NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  created_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  ended_at timestamptz,
  end_reason text,
  mfa_at timestamptz,
  factor text,
  method text NOT NULL DEFAULT 'password',
  ip text,
  user_agent text,
  country text,
  replaced_by text COLLATE "C"
);
CREATE INDEX sessions_user ON sessions (user_id, last_seen_at DESC);
GRANT SELECT, INSERT, UPDATE, DELETE ON sessions TO latchkey_app;

-- Single-use tokens mailed to a person (set or reset a password, sign in by link, confirm an address). Hash only.
CREATE TABLE user_tokens (
  id text COLLATE "C" PRIMARY KEY,
  user_id text COLLATE "C" NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  purpose text NOT NULL,
  token_hash bytea NOT NULL UNIQUE,
  data jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);
CREATE INDEX user_tokens_user ON user_tokens (user_id, purpose);
GRANT SELECT, INSERT, UPDATE, DELETE ON user_tokens TO latchkey_app;

-- Counters that must hold across processes and restarts: sign-in throttling, mail caps, report caps.
CREATE TABLE throttles (
  bucket text NOT NULL,
  window_start timestamptz NOT NULL,
  hits integer NOT NULL DEFAULT 0,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (bucket, window_start)
);
CREATE INDEX throttles_expiry ON throttles (expires_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON throttles TO latchkey_app;

-- ── Organizations ───────────────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE organizations (
  id text COLLATE "C" PRIMARY KEY,
  slug text NOT NULL UNIQUE,
  name text NOT NULL,
  timezone text NOT NULL DEFAULT 'UTC',
  settings jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE organizations ENABLE ROW LEVEL SECURITY;
ALTER TABLE organizations FORCE ROW LEVEL SECURITY;

CREATE TABLE members (
  organization_id text COLLATE "C" NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  id text COLLATE "C" NOT NULL,
  user_id text COLLATE "C" NOT NULL REFERENCES users(id),
  role text NOT NULL CHECK (role IN ('owner', 'admin', 'developer', 'auditor')),
  state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'removed')),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  removed_at timestamptz,
  PRIMARY KEY (organization_id, id),
  UNIQUE (organization_id, user_id)
);
CREATE INDEX members_user ON members (user_id);
SELECT protect_tenant_table('members');

-- A person may always see where they belong: that is how an organization is chosen before it is entered.
CREATE POLICY own_memberships ON members FOR SELECT TO latchkey_app
  USING (user_id = current_setting('latchkey.user_id', true));
CREATE POLICY tenant ON organizations TO latchkey_app
  USING (id = current_setting('latchkey.organization_id', true))
  WITH CHECK (id = current_setting('latchkey.organization_id', true));
CREATE POLICY own_organizations ON organizations FOR SELECT TO latchkey_app
  USING (id IN (SELECT organization_id FROM members
                WHERE user_id = current_setting('latchkey.user_id', true) AND state = 'active'));
CREATE POLICY list_ids ON organizations FOR SELECT TO latchkey_owner USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON organizations TO latchkey_app;

-- Ids only, for schedules that visit every tenant one by one.
CREATE FUNCTION organization_ids() RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
  'SELECT id FROM organizations ORDER BY id';
CREATE FUNCTION organization_slug_taken(wanted text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
  'SELECT EXISTS (SELECT 1 FROM organizations WHERE slug = wanted)';
REVOKE ALL ON FUNCTION organization_ids(), organization_slug_taken(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION organization_ids(), organization_slug_taken(text) TO latchkey_app;

CREATE TABLE teams (
  organization_id text COLLATE "C" NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  id text COLLATE "C" NOT NULL,
  slug text NOT NULL,
  name text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (organization_id, id),
  UNIQUE (organization_id, slug)
);
SELECT protect_tenant_table('teams');

CREATE TABLE team_members (
  organization_id text COLLATE "C" NOT NULL,
  team_id text COLLATE "C" NOT NULL,
  member_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (organization_id, team_id, member_id),
  FOREIGN KEY (organization_id, team_id) REFERENCES teams (organization_id, id) ON DELETE CASCADE,
  FOREIGN KEY (organization_id, member_id) REFERENCES members (organization_id, id) ON DELETE CASCADE
);
SELECT protect_tenant_table('team_members');

CREATE TABLE invitations (
  organization_id text COLLATE "C" NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  id text COLLATE "C" NOT NULL,
  email text NOT NULL,
  role text NOT NULL CHECK (role IN ('owner', 'admin', 'developer', 'auditor')),
  token_hash bytea NOT NULL UNIQUE,
  invited_by text COLLATE "C" REFERENCES users(id),
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  accepted_at timestamptz,
  revoked_at timestamptz,
  sent_count integer NOT NULL DEFAULT 1,
  PRIMARY KEY (organization_id, id)
);
CREATE UNIQUE INDEX invitations_open ON invitations (organization_id, email) WHERE accepted_at IS NULL AND revoked_at IS NULL;
SELECT protect_tenant_table('invitations');
-- Whoever holds the token may see the invitation it opens.
CREATE POLICY holder ON invitations FOR SELECT TO latchkey_app
  USING (token_hash = decode(nullif(current_setting('latchkey.token_hash', true), ''), 'hex'));

-- ── Projects ────────────────────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE projects (
  organization_id text COLLATE "C" NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  id text COLLATE "C" NOT NULL,
  slug text NOT NULL,
  name text NOT NULL,
  description text NOT NULL DEFAULT '',
  key_prefix text NOT NULL CHECK (key_prefix ~ '^[a-z][a-z0-9]{1,15}$'),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  archived_at timestamptz,
  PRIMARY KEY (organization_id, id),
  UNIQUE (organization_id, slug),
  UNIQUE (organization_id, key_prefix)
);
SELECT protect_tenant_table('projects');

CREATE TABLE environments (
  organization_id text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  project_id text COLLATE "C" NOT NULL,
  slug text NOT NULL,
  name text NOT NULL,
  tag text NOT NULL CHECK (tag ~ '^[a-z][a-z0-9]{1,15}$'),
  color text NOT NULL,
  sensitivity text NOT NULL CHECK (sensitivity IN ('low', 'moderate', 'high')),
  position integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (organization_id, id),
  UNIQUE (organization_id, project_id, id),
  UNIQUE (organization_id, project_id, slug),
  UNIQUE (organization_id, project_id, tag),
  FOREIGN KEY (organization_id, project_id) REFERENCES projects (organization_id, id) ON DELETE CASCADE
);
SELECT protect_tenant_table('environments');

CREATE TABLE policies (
  organization_id text COLLATE "C" NOT NULL,
  environment_id text COLLATE "C" NOT NULL,
  document jsonb NOT NULL,
  version integer NOT NULL DEFAULT 1,
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (organization_id, environment_id),
  FOREIGN KEY (organization_id, environment_id) REFERENCES environments (organization_id, id) ON DELETE CASCADE
);
SELECT protect_tenant_table('policies');

CREATE TABLE scopes (
  organization_id text COLLATE "C" NOT NULL,
  project_id text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  name text NOT NULL,
  description text NOT NULL DEFAULT '',
  category text NOT NULL DEFAULT '',
  sensitive boolean NOT NULL DEFAULT false,
  endpoints text[] NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (organization_id, id),
  UNIQUE (organization_id, project_id, name),
  FOREIGN KEY (organization_id, project_id) REFERENCES projects (organization_id, id) ON DELETE CASCADE
);
SELECT protect_tenant_table('scopes');

CREATE TABLE member_access (
  organization_id text COLLATE "C" NOT NULL,
  member_id text COLLATE "C" NOT NULL,
  environment_id text COLLATE "C" NOT NULL,
  level text NOT NULL CHECK (level IN ('manage', 'create', 'request', 'read', 'none')),
  PRIMARY KEY (organization_id, member_id, environment_id),
  FOREIGN KEY (organization_id, member_id) REFERENCES members (organization_id, id) ON DELETE CASCADE,
  FOREIGN KEY (organization_id, environment_id) REFERENCES environments (organization_id, id) ON DELETE CASCADE
);
SELECT protect_tenant_table('member_access');

-- ── Keys ────────────────────────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE keys (
  organization_id text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  project_id text COLLATE "C" NOT NULL,
  environment_id text COLLATE "C" NOT NULL,
  name text NOT NULL,
  purpose text NOT NULL DEFAULT '',
  owner_user_id text COLLATE "C",
  owner_team_id text COLLATE "C",
  created_by text COLLATE "C" NOT NULL,
  state text NOT NULL CHECK (state IN ('pending', 'active', 'disabled', 'revoked')),
  scopes text[] NOT NULL DEFAULT '{}',
  methods text[] NOT NULL DEFAULT '{}',
  paths text[] NOT NULL DEFAULT '{}',
  ip_allowlist text[] NOT NULL DEFAULT '{}',
  countries text[] NOT NULL DEFAULT '{}',
  rate_limits jsonb NOT NULL DEFAULT '[]',
  quota bigint CHECK (quota > 0),
  concurrency integer CHECK (concurrency > 0),
  tags jsonb NOT NULL DEFAULT '{}',
  not_before timestamptz,
  expires_at timestamptz,
  disabled_at timestamptz,
  quarantined_at timestamptz,
  revoked_at timestamptz,
  revocation_reason text,
  revocation_comment text,
  current_version_id text COLLATE "C",
  secret_start text NOT NULL DEFAULT '',
  secret_last_four text NOT NULL DEFAULT '',
  rotated_at timestamptz,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (organization_id, id),
  CHECK (num_nonnulls(owner_user_id, owner_team_id) = 1),
  CHECK ((state = 'revoked') = (revoked_at IS NOT NULL)),
  FOREIGN KEY (organization_id, project_id, environment_id) REFERENCES environments (organization_id, project_id, id),
  FOREIGN KEY (organization_id, owner_user_id) REFERENCES members (organization_id, user_id),
  FOREIGN KEY (organization_id, owner_team_id) REFERENCES teams (organization_id, id)
);
CREATE INDEX keys_created ON keys (organization_id, created_at DESC, id DESC);
CREATE INDEX keys_name ON keys (organization_id, lower(name) COLLATE "C", id);
CREATE INDEX keys_expiry ON keys (organization_id, expires_at, id);
CREATE INDEX keys_environment ON keys (organization_id, environment_id, created_at DESC, id DESC);
CREATE INDEX keys_project ON keys (organization_id, project_id, created_at DESC, id DESC);
CREATE INDEX keys_owner ON keys (organization_id, owner_user_id, created_at DESC, id DESC);
CREATE INDEX keys_state ON keys (organization_id, state, created_at DESC, id DESC);
SELECT protect_tenant_table('keys');

CREATE TABLE key_versions (
  organization_id text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  key_id text COLLATE "C" NOT NULL,
  environment_id text COLLATE "C" NOT NULL,
  number integer NOT NULL,
  secret_hash bytea NOT NULL,
  hash_kind text NOT NULL DEFAULT 'pepper' CHECK (hash_kind IN ('pepper', 'sha256')),
  pepper_version integer NOT NULL,
  secret_start text NOT NULL,
  secret_last_four text NOT NULL,
  created_by text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL,
  -- When this version stops working although the key goes on (end of the overlap). Null while it is the current one.
  ends_at timestamptz,
  ends_on_first_use boolean NOT NULL DEFAULT false,
  end_reason text,
  PRIMARY KEY (organization_id, id),
  UNIQUE (organization_id, key_id, number),
  UNIQUE (organization_id, environment_id, secret_hash),
  FOREIGN KEY (organization_id, key_id) REFERENCES keys (organization_id, id) ON DELETE CASCADE,
  FOREIGN KEY (organization_id, environment_id) REFERENCES environments (organization_id, id)
);
SELECT protect_tenant_table('key_versions');

-- What moves with every call is kept apart from what decides a verdict, so that use never invalidates a cache.
CREATE TABLE key_activity (
  organization_id text COLLATE "C" NOT NULL,
  key_id text COLLATE "C" NOT NULL,
  first_used_at timestamptz NOT NULL,
  last_used_at timestamptz NOT NULL,
  last_ip text,
  last_country text,
  last_agent text,
  verifications bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (organization_id, key_id),
  FOREIGN KEY (organization_id, key_id) REFERENCES keys (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX key_activity_last ON key_activity (organization_id, last_used_at DESC, key_id DESC);
SELECT protect_tenant_table('key_activity');

CREATE TABLE service_tokens (
  organization_id text COLLATE "C" NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  id text COLLATE "C" NOT NULL,
  name text NOT NULL,
  token_hash bytea NOT NULL UNIQUE,
  pepper_version integer NOT NULL,
  token_start text NOT NULL,
  token_last_four text NOT NULL,
  permissions text[] NOT NULL,
  project_id text COLLATE "C",
  environment_ids text[],
  created_by text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz,
  revoked_at timestamptz,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, project_id) REFERENCES projects (organization_id, id) ON DELETE CASCADE
);
SELECT protect_tenant_table('service_tokens');
-- Whoever holds a token may see the row it opens.
CREATE POLICY holder ON service_tokens FOR SELECT TO latchkey_app
  USING (token_hash = decode(nullif(current_setting('latchkey.token_hash', true), ''), 'hex'));

-- The last use of a token is not part of a verdict: writing it must not drop the token from the gateways' caches.
CREATE TABLE service_token_activity (
  organization_id text COLLATE "C" NOT NULL,
  service_token_id text COLLATE "C" NOT NULL,
  last_used_at timestamptz NOT NULL,
  PRIMARY KEY (organization_id, service_token_id),
  FOREIGN KEY (organization_id, service_token_id) REFERENCES service_tokens (organization_id, id) ON DELETE CASCADE
);
SELECT protect_tenant_table('service_token_activity');

-- ── Idempotency of the REST API ─────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE idempotency_keys (
  organization_id text COLLATE "C" NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  actor_id text COLLATE "C" NOT NULL,
  key text NOT NULL,
  request_hash bytea NOT NULL,
  -- The stored answer, sealed: the first answer may hold a secret that is shown once.
  response bytea,
  status integer,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (organization_id, actor_id, key)
);
CREATE INDEX idempotency_keys_age ON idempotency_keys (organization_id, created_at);
SELECT protect_tenant_table('idempotency_keys');

-- ── Mail ────────────────────────────────────────────────────────────────────────────────────────────────────────────

-- Mail of an organization belongs to it; mail of a person (reset, new device) belongs to none and is seen only outside
-- of all organizations.
CREATE TABLE email_outbox (
  id text COLLATE "C" PRIMARY KEY,
  organization_id text COLLATE "C" REFERENCES organizations(id) ON DELETE CASCADE,
  user_id text COLLATE "C" REFERENCES users(id) ON DELETE SET NULL,
  -- One message per event, ever.
  event text NOT NULL UNIQUE,
  template text NOT NULL,
  category text NOT NULL,
  recipient text NOT NULL,
  -- Sealed: what the template is filled with may hold a single-use link. Emptied once the message is sent.
  content bytea,
  -- Sealed: the message as it was made, kept only by the development mailbox.
  rendered bytea,
  subject text,
  state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sent', 'dead', 'cancelled')),
  attempts integer NOT NULL DEFAULT 0,
  last_error text,
  provider_id text,
  created_at timestamptz NOT NULL,
  sent_at timestamptz
);
CREATE INDEX email_outbox_recent ON email_outbox (organization_id, created_at DESC);
CREATE INDEX email_outbox_recipient ON email_outbox (recipient, created_at DESC);
ALTER TABLE email_outbox ENABLE ROW LEVEL SECURITY;
ALTER TABLE email_outbox FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON email_outbox TO latchkey_app
  USING (organization_id IS NOT DISTINCT FROM nullif(current_setting('latchkey.organization_id', true), ''))
  WITH CHECK (organization_id IS NOT DISTINCT FROM nullif(current_setting('latchkey.organization_id', true), ''));
GRANT SELECT, INSERT, UPDATE, DELETE ON email_outbox TO latchkey_app;
