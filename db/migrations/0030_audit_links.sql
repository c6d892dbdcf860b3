-- A second, unkeyed chain beside the keyed one, so that an export can be checked without any secret of the house, and
-- what the outbox's page asks for.

ALTER TABLE audit_heads ADD COLUMN link bytea NOT NULL DEFAULT decode(repeat('00', 32), 'hex');
ALTER TABLE audit_events ADD COLUMN link bytea NOT NULL DEFAULT '\x';
ALTER TABLE audit_checkpoints ADD COLUMN link bytea NOT NULL DEFAULT '\x';
ALTER TABLE audit_heads ALTER COLUMN link DROP DEFAULT;
ALTER TABLE audit_events ALTER COLUMN link DROP DEFAULT;
ALTER TABLE audit_checkpoints ALTER COLUMN link DROP DEFAULT;

CREATE INDEX email_outbox_state ON email_outbox (organization_id, state, id DESC);
