-- Nothing forgotten, nothing expires by surprise: what was told, when secrets are rotated and where they are put.

-- ── Rules for unused keys ───────────────────────────────────────────────────────────────────────────────────────────

-- One document per environment: after how many days of no use its keys are told of, disabled, revoked.
CREATE TABLE lifecycle_rules (
  organization_id text COLLATE "C" NOT NULL,
  environment_id text COLLATE "C" NOT NULL,
  document jsonb NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (organization_id, environment_id),
  FOREIGN KEY (organization_id, environment_id) REFERENCES environments (organization_id, id) ON DELETE CASCADE
);
SELECT protect_tenant_table('lifecycle_rules');

-- ── Delivery targets ────────────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE delivery_targets (
  organization_id text COLLATE "C" NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  id text COLLATE "C" NOT NULL,
  name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('vault_kv2', 'aws_secrets_manager', 'github_actions', 'webhook')),
  settings jsonb NOT NULL,
  -- Sealed: what Latchkey proves itself with there.
  credentials bytea NOT NULL,
  created_by text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  last_success_at timestamptz,
  last_failure_at timestamptz,
  last_error text,
  PRIMARY KEY (organization_id, id),
  UNIQUE (organization_id, name)
);
SELECT protect_tenant_table('delivery_targets');

-- ── What a key has of its own ───────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE key_lifecycle (
  organization_id text COLLATE "C" NOT NULL,
  key_id text COLLATE "C" NOT NULL,
  -- When the date of its expiry was last changed; null while it is the one it was made with.
  expiry_set_at timestamptz,
  fallback_user_id text COLLATE "C",
  -- A schedule of its own. Null: the policy's interval, the organization's zone.
  interval_days integer CHECK (interval_days BETWEEN 1 AND 3660),
  hour integer NOT NULL DEFAULT 9 CHECK (hour BETWEEN 0 AND 23),
  timezone text,
  overlap_seconds integer CHECK (overlap_seconds >= 0),
  paused_at timestamptz,
  delivery_target_id text COLLATE "C",
  -- Where in the target: a path, a name. Empty is the target's own default.
  delivery_place text NOT NULL DEFAULT '',
  PRIMARY KEY (organization_id, key_id),
  FOREIGN KEY (organization_id, key_id) REFERENCES keys (organization_id, id) ON DELETE CASCADE,
  FOREIGN KEY (organization_id, fallback_user_id) REFERENCES members (organization_id, user_id),
  FOREIGN KEY (organization_id, delivery_target_id) REFERENCES delivery_targets (organization_id, id)
);
CREATE INDEX key_lifecycle_target ON key_lifecycle (organization_id, delivery_target_id) WHERE delivery_target_id IS NOT NULL;
SELECT protect_tenant_table('key_lifecycle');

-- ── What was told ───────────────────────────────────────────────────────────────────────────────────────────────────

-- Written in the transaction of its mail: the same thing is never told twice, whatever restarts. `about` is the date or the
-- version that it was about, so that a new date begins anew.
CREATE TABLE key_notices (
  organization_id text COLLATE "C" NOT NULL,
  key_id text COLLATE "C" NOT NULL,
  kind text NOT NULL,
  about text NOT NULL,
  step integer NOT NULL,
  -- Empty where there was nobody to tell, or nothing but to note that it was done.
  user_id text COLLATE "C" NOT NULL,
  mail_id text COLLATE "C",
  created_at timestamptz NOT NULL,
  PRIMARY KEY (organization_id, key_id, kind, about, step, user_id),
  FOREIGN KEY (organization_id, key_id) REFERENCES keys (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX key_notices_mail ON key_notices (organization_id, mail_id) WHERE mail_id IS NOT NULL;
SELECT protect_tenant_table('key_notices');

-- A new date, whoever sets it: its moment is kept, and mail about the old one that has not left yet is called back. The other
-- keys of such a mail are told of again with the next look.
CREATE FUNCTION note_expiry_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  stale text[];
BEGIN
  INSERT INTO key_lifecycle (organization_id, key_id, expiry_set_at) VALUES (NEW.organization_id, NEW.id, NEW.updated_at)
    ON CONFLICT (organization_id, key_id) DO UPDATE SET expiry_set_at = EXCLUDED.expiry_set_at;
  WITH called_back AS (
    UPDATE email_outbox mail SET state = 'cancelled', content = NULL, last_error = 'The expiry of a key in it was changed.'
    FROM key_notices notice
    WHERE notice.organization_id = NEW.organization_id AND notice.key_id = NEW.id AND notice.kind = 'expiring'
      AND mail.organization_id = NEW.organization_id AND mail.id = notice.mail_id AND mail.state = 'queued'
    RETURNING mail.id)
  SELECT array_agg(id) INTO stale FROM called_back;
  DELETE FROM key_notices WHERE organization_id = NEW.organization_id AND mail_id = ANY (stale);
  RETURN NULL;
END $$;
CREATE TRIGGER expiry_changed AFTER UPDATE ON keys FOR EACH ROW
  WHEN (OLD.expires_at IS DISTINCT FROM NEW.expires_at) EXECUTE FUNCTION note_expiry_change();

-- ── Rotations that somebody or something asked for ──────────────────────────────────────────────────────────────────

CREATE TABLE rotations (
  organization_id text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  key_id text COLLATE "C" NOT NULL,
  cause text NOT NULL CHECK (cause IN ('policy', 'schedule', 'forced', 'repair')),
  reason text NOT NULL DEFAULT '',
  requested_by text COLLATE "C" NOT NULL,
  -- due: waits for its owner, or for the next attempt. failed: every attempt was refused; nothing was ended.
  state text NOT NULL CHECK (state IN ('due', 'delivering', 'done', 'failed', 'cancelled')),
  due_at timestamptz NOT NULL,
  overlap_seconds integer,
  target_id text COLLATE "C",
  -- In words, so that it outlives the target: "Vault: kv/billing".
  delivered_to text,
  attempts integer NOT NULL DEFAULT 0,
  -- Whose attempt is under way; an attempt whose mark is gone changes nothing.
  claim text,
  claimed_at timestamptz,
  previous_version_id text COLLATE "C",
  version_id text COLLATE "C",
  last_error text,
  created_at timestamptz NOT NULL,
  done_at timestamptz,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, key_id) REFERENCES keys (organization_id, id) ON DELETE CASCADE,
  FOREIGN KEY (organization_id, target_id) REFERENCES delivery_targets (organization_id, id) ON DELETE SET NULL (target_id)
);
-- A key has one rotation at a time, whatever asks for it.
CREATE UNIQUE INDEX rotations_open ON rotations (organization_id, key_id) WHERE state IN ('due', 'delivering');
CREATE INDEX rotations_key ON rotations (organization_id, key_id, created_at DESC);
CREATE INDEX rotations_state ON rotations (organization_id, state, due_at, id);
SELECT protect_tenant_table('rotations');

-- The end of an overlap is looked for by its date.
CREATE INDEX key_versions_ending ON key_versions (organization_id, ends_at) WHERE ends_at IS NOT NULL;
CREATE INDEX key_versions_made ON key_versions (organization_id, created_at) WHERE ends_at IS NULL;

-- ── Calendar feeds ──────────────────────────────────────────────────────────────────────────────────────────────────

-- A person's own, over all their organizations. The address is a secret: its hash alone is kept.
CREATE TABLE calendar_feeds (
  user_id text COLLATE "C" PRIMARY KEY REFERENCES users(id) ON DELETE CASCADE,
  token_hash bytea NOT NULL UNIQUE,
  created_at timestamptz NOT NULL,
  last_read_at timestamptz
);
GRANT SELECT, INSERT, UPDATE, DELETE ON calendar_feeds TO latchkey_app;
