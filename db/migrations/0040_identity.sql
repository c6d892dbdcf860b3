-- Identity: factors, devices, linked accounts, single sign-on, and what a session is allowed to be.

ALTER TABLE sessions
  -- When the person first signed in: new session ids (factor, step-up) never lengthen a session's life.
  ADD COLUMN started_at timestamptz,
  -- A session that an organization's own identity provider vouched for sees that organization and nothing else.
  ADD COLUMN confined_to text COLLATE "C" REFERENCES organizations(id) ON DELETE CASCADE;
CREATE INDEX sessions_live ON sessions (user_id) WHERE ended_at IS NULL;

ALTER TABLE members ADD COLUMN external_id text;
CREATE UNIQUE INDEX members_external ON members (organization_id, external_id) WHERE external_id IS NOT NULL;
ALTER TABLE teams ADD COLUMN external_id text;
CREATE UNIQUE INDEX teams_external ON teams (organization_id, external_id) WHERE external_id IS NOT NULL;

-- ── Factors ─────────────────────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE totp_factors (
  id text COLLATE "C" PRIMARY KEY,
  user_id text COLLATE "C" NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  name text NOT NULL,
  -- Sealed.
  secret bytea NOT NULL,
  created_at timestamptz NOT NULL,
  confirmed_at timestamptz,
  -- The newest time step that was accepted: each step counts once, ever.
  last_step bigint NOT NULL DEFAULT 0,
  last_used_at timestamptz
);
CREATE UNIQUE INDEX totp_factors_confirmed ON totp_factors (user_id) WHERE confirmed_at IS NOT NULL;
CREATE INDEX totp_factors_user ON totp_factors (user_id);

CREATE TABLE passkeys (
  id text COLLATE "C" PRIMARY KEY,
  user_id text COLLATE "C" NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  name text NOT NULL,
  credential_id text NOT NULL UNIQUE,
  public_key bytea NOT NULL,
  counter bigint NOT NULL,
  transports text[] NOT NULL DEFAULT '{}',
  backed_up boolean NOT NULL,
  created_at timestamptz NOT NULL,
  last_used_at timestamptz
);
CREATE INDEX passkeys_user ON passkeys (user_id);

CREATE TABLE recovery_codes (
  user_id text COLLATE "C" NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  code_hash bytea NOT NULL,
  created_at timestamptz NOT NULL,
  used_at timestamptz,
  PRIMARY KEY (user_id, code_hash)
);

CREATE TABLE webauthn_challenges (
  challenge text PRIMARY KEY,
  purpose text NOT NULL CHECK (purpose IN ('register', 'prove', 'sign_in')),
  user_id text COLLATE "C" REFERENCES users(id) ON DELETE CASCADE,
  session_id text COLLATE "C",
  expires_at timestamptz NOT NULL
);
CREATE INDEX webauthn_challenges_expiry ON webauthn_challenges (expires_at);

-- Browsers a person has signed in with before: a random cookie, kept as a hash.
CREATE TABLE known_devices (
  user_id text COLLATE "C" NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  device_hash bytea NOT NULL,
  first_seen_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  PRIMARY KEY (user_id, device_hash)
);

-- Sign-in history, refusals included. Without a person where the address belongs to none.
CREATE TABLE sign_ins (
  id text COLLATE "C" PRIMARY KEY,
  user_id text COLLATE "C" REFERENCES users(id) ON DELETE CASCADE,
  at timestamptz NOT NULL,
  outcome text NOT NULL,
  method text NOT NULL,
  session_id text COLLATE "C",
  ip text,
  user_agent text,
  country text,
  -- When a refusal was written into the trails of the person's organizations.
  audited_at timestamptz
);
CREATE INDEX sign_ins_user ON sign_ins (user_id, at DESC, id DESC);

-- ── Accounts of other providers ─────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE linked_accounts (
  id text COLLATE "C" PRIMARY KEY,
  user_id text COLLATE "C" NOT NULL REFERENCES users(id) ON DELETE CASCADE,
  -- The configured provider (`github`, `google`, `oidc`) or the id of an organization's identity provider.
  provider text NOT NULL,
  issuer text NOT NULL,
  subject text NOT NULL,
  email text,
  created_at timestamptz NOT NULL,
  last_used_at timestamptz,
  UNIQUE (provider, issuer, subject)
);
CREATE INDEX linked_accounts_user ON linked_accounts (user_id);

CREATE TABLE provider_states (
  state_hash bytea PRIMARY KEY,
  provider text NOT NULL,
  -- Sealed: nonce and PKCE verifier.
  content bytea NOT NULL,
  purpose text NOT NULL CHECK (purpose IN ('sign_in', 'link')),
  user_id text COLLATE "C" REFERENCES users(id) ON DELETE CASCADE,
  session_id text COLLATE "C",
  return_to text NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX provider_states_expiry ON provider_states (expires_at);

-- A sign-up waits here until its address is confirmed, so that nobody can prepare an account for someone else's address.
CREATE TABLE sign_ups (
  token_hash bytea PRIMARY KEY,
  email text NOT NULL,
  -- Sealed: name, password hash, organization.
  content bytea NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX sign_ups_expiry ON sign_ups (expires_at);

GRANT SELECT, INSERT, UPDATE, DELETE ON totp_factors, passkeys, recovery_codes, webauthn_challenges, known_devices, sign_ins,
  linked_accounts, provider_states, sign_ups TO latchkey_app;

-- ── Single sign-on of an organization ───────────────────────────────────────────────────────────────────────────────

CREATE TABLE identity_providers (
  organization_id text COLLATE "C" NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  id text COLLATE "C" NOT NULL,
  name text NOT NULL,
  issuer text NOT NULL,
  client_id text NOT NULL,
  -- Sealed.
  client_secret bytea NOT NULL,
  default_role text NOT NULL CHECK (default_role IN ('admin', 'developer', 'auditor')),
  just_in_time boolean NOT NULL,
  groups_claim text NOT NULL,
  -- Group name → role; never owner.
  group_roles jsonb NOT NULL DEFAULT '{}',
  enabled boolean NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (organization_id, id)
);
SELECT protect_tenant_table('identity_providers');

CREATE TABLE organization_domains (
  organization_id text COLLATE "C" NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  domain text NOT NULL CHECK (domain = lower(domain)),
  proof text NOT NULL,
  created_at timestamptz NOT NULL,
  verified_at timestamptz,
  PRIMARY KEY (organization_id, domain)
);
CREATE UNIQUE INDEX organization_domains_verified ON organization_domains (domain) WHERE verified_at IS NOT NULL;
SELECT protect_tenant_table('organization_domains');

-- ── Questions that are asked before an organization is entered ──────────────────────────────────────────────────────

CREATE POLICY standing ON members FOR SELECT TO latchkey_owner USING (true);
CREATE POLICY discovery ON identity_providers FOR SELECT TO latchkey_owner USING (true);
CREATE POLICY discovery ON organization_domains FOR SELECT TO latchkey_owner USING (true);

-- Whether a person has a factor, must have one (some organization says so), and must have short sessions.
CREATE FUNCTION person_standing(person text) RETURNS TABLE (enrolled boolean, required boolean, strict boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT EXISTS (SELECT 1 FROM totp_factors WHERE user_id = person AND confirmed_at IS NOT NULL)
           OR EXISTS (SELECT 1 FROM passkeys WHERE user_id = person),
         coalesce(bool_or(o.settings ->> 'requireMfa' = 'true'), false),
         coalesce(bool_or(o.settings ->> 'sessionStrength' = 'high'), false)
  FROM members m JOIN organizations o ON o.id = m.organization_id
  WHERE m.user_id = person AND m.state = 'active'
$$;

-- The organization and identity provider that a verified e-mail domain leads to.
CREATE FUNCTION identity_provider_of_domain(wanted text) RETURNS TABLE (organization_id text, provider_id text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT p.organization_id, p.id FROM organization_domains d
  JOIN identity_providers p ON p.organization_id = d.organization_id AND p.enabled
  WHERE d.domain = lower(wanted) AND d.verified_at IS NOT NULL ORDER BY p.id LIMIT 1
$$;

CREATE FUNCTION organization_of_identity_provider(wanted text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT p.organization_id FROM identity_providers p WHERE p.id = wanted AND p.enabled
$$;
REVOKE ALL ON FUNCTION person_standing(text), identity_provider_of_domain(text), organization_of_identity_provider(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION person_standing(text), identity_provider_of_domain(text), organization_of_identity_provider(text)
  TO latchkey_app;

-- An organization that is deleted takes its audit trail with it: the cascade runs as the tables' owner. The trigger
-- still refuses every other deletion.
GRANT DELETE ON audit_events, audit_checkpoints TO latchkey_owner;

-- Removes every row of the current organization in every tenant table but its own row and its audit trail, which go with it by
-- cascade. It asks the catalogue, so that no table is forgotten, and tries again where another table still points at one.
CREATE FUNCTION remove_organization_rows(target text) RETURNS integer LANGUAGE plpgsql SET search_path = public AS $$
DECLARE
  wanted regclass;
  waiting regclass[];
  left_over regclass[];
  pass integer := 0;
BEGIN
  SELECT array_agg(c.oid::regclass ORDER BY c.relname) INTO waiting FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'organization_id' AND NOT a.attisdropped
    WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relnamespace = 'public'::regnamespace
      AND has_table_privilege(c.oid, 'DELETE');
  WHILE array_length(waiting, 1) > 0 LOOP
    pass := pass + 1;
    left_over := '{}';
    FOREACH wanted IN ARRAY waiting LOOP
      BEGIN
        EXECUTE format('DELETE FROM %s WHERE organization_id = $1', wanted) USING target;
      EXCEPTION WHEN foreign_key_violation THEN
        IF pass > 8 THEN RAISE; END IF;
        left_over := left_over || wanted;
      END;
    END LOOP;
    waiting := left_over;
  END LOOP;
  RETURN pass;
END $$;
REVOKE ALL ON FUNCTION remove_organization_rows(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION remove_organization_rows(text) TO latchkey_app;
