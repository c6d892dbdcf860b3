-- The audit trail: append-only for every role, chained by a keyed hash, checked against signed checkpoints.

CREATE TABLE audit_heads (
  organization_id text COLLATE "C" PRIMARY KEY REFERENCES organizations(id) ON DELETE CASCADE,
  seq bigint NOT NULL,
  hash bytea NOT NULL
);
SELECT protect_tenant_table('audit_heads');

CREATE TABLE audit_events (
  organization_id text COLLATE "C" NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  seq bigint NOT NULL,
  id text COLLATE "C" NOT NULL,
  at timestamptz NOT NULL,
  actor_type text NOT NULL,
  actor_id text COLLATE "C",
  actor_name text,
  action text NOT NULL,
  target_type text NOT NULL,
  target_id text COLLATE "C",
  target_name text,
  before jsonb,
  after jsonb,
  reason text,
  ip text,
  user_agent text,
  request_id text,
  assurance text,
  hash bytea NOT NULL,
  PRIMARY KEY (organization_id, seq),
  UNIQUE (organization_id, id)
);
CREATE INDEX audit_events_target ON audit_events (organization_id, target_id, seq DESC);
CREATE INDEX audit_events_actor ON audit_events (organization_id, actor_id, seq DESC);
CREATE INDEX audit_events_action ON audit_events (organization_id, action, seq DESC);
CREATE INDEX audit_events_at ON audit_events (organization_id, at DESC);
SELECT protect_tenant_table('audit_events');
REVOKE UPDATE, DELETE, TRUNCATE ON audit_events FROM latchkey_app, latchkey_owner;

CREATE TABLE audit_checkpoints (
  organization_id text COLLATE "C" NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  seq bigint NOT NULL,
  hash bytea NOT NULL,
  at timestamptz NOT NULL,
  signature bytea NOT NULL,
  public_key text NOT NULL,
  PRIMARY KEY (organization_id, seq)
);
SELECT protect_tenant_table('audit_checkpoints');
REVOKE UPDATE, DELETE, TRUNCATE ON audit_checkpoints FROM latchkey_app, latchkey_owner;

-- A second lock beside the missing grants: it also stops the tables' owner.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('latchkey.deleting_organization', true) = OLD.organization_id THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'Rows of % are never changed or removed.', TG_TABLE_NAME USING ERRCODE = '42501';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_events FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON audit_events FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_checkpoints FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON audit_checkpoints FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
