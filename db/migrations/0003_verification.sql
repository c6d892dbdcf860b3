-- What the gateways read, what they write, and how they hear of a change.

CREATE TABLE gateway_nodes (
  id text COLLATE "C" PRIMARY KEY,
  name text NOT NULL,
  started_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  -- The newest barrier this node has passed: every change committed before it is known to the node.
  acknowledged_epoch bigint NOT NULL DEFAULT 0,
  stopped_at timestamptz,
  details jsonb NOT NULL DEFAULT '{}'
);
GRANT SELECT, INSERT, UPDATE, DELETE ON gateway_nodes TO latchkey_gateway;
GRANT SELECT, DELETE ON gateway_nodes TO latchkey_app;

-- One notification per table and statement (several where ids are many); above 2,000 rows the whole organization is dropped.
-- Payload: {"epoch": n, "table": "keys", "organization": "org_…", "ids": ["key_…"] | null}. Delivered at commit, in order.
CREATE FUNCTION notify_verdict_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
  part record;
BEGIN
  FOR part IN EXECUTE format(
    'WITH named AS (SELECT DISTINCT organization_id AS organization, %1$I AS id FROM changed),
          counted AS (SELECT organization, id, count(*) OVER (PARTITION BY organization) AS total,
                             (row_number() OVER (PARTITION BY organization) - 1) / 100 AS chunk FROM named)
     SELECT organization, CASE WHEN max(total) > 2000 THEN NULL ELSE array_agg(id) END AS ids
     FROM counted GROUP BY organization, CASE WHEN total > 2000 THEN 0 ELSE chunk END', TG_ARGV[0])
  LOOP
    PERFORM pg_notify('latchkey_verdicts', json_build_object(
      'epoch', nextval('verdict_epoch'), 'table', TG_TABLE_NAME, 'organization', part.organization, 'ids', part.ids)::text);
  END LOOP;
  RETURN NULL;
END $$;

CREATE FUNCTION announce_verdict_changes(target regclass, id_column text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE TRIGGER verdict_insert AFTER INSERT ON %s REFERENCING NEW TABLE AS changed'
    ' FOR EACH STATEMENT EXECUTE FUNCTION notify_verdict_change(%L)', target, id_column);
  EXECUTE format('CREATE TRIGGER verdict_update AFTER UPDATE ON %s REFERENCING NEW TABLE AS changed'
    ' FOR EACH STATEMENT EXECUTE FUNCTION notify_verdict_change(%L)', target, id_column);
  EXECUTE format('CREATE TRIGGER verdict_delete AFTER DELETE ON %s REFERENCING OLD TABLE AS changed'
    ' FOR EACH STATEMENT EXECUTE FUNCTION notify_verdict_change(%L)', target, id_column);
END $$;

SELECT announce_verdict_changes('keys', 'id');
SELECT announce_verdict_changes('key_versions', 'key_id');
SELECT announce_verdict_changes('projects', 'id');
SELECT announce_verdict_changes('environments', 'id');
SELECT announce_verdict_changes('policies', 'environment_id');
SELECT announce_verdict_changes('scopes', 'project_id');
SELECT announce_verdict_changes('service_tokens', 'id');

CREATE FUNCTION notify_organization_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  PERFORM pg_notify('latchkey_verdicts', json_build_object(
    'epoch', nextval('verdict_epoch'), 'table', 'organizations', 'organization', OLD.id, 'ids', NULL)::text);
  RETURN NULL;
END $$;
CREATE TRIGGER verdict_change AFTER UPDATE OR DELETE ON organizations FOR EACH ROW EXECUTE FUNCTION notify_organization_change();

-- A barrier: a notification of its own, sent after a change was committed. Notifications arrive in the order of their
-- commits, so a node that has seen barrier n has seen every change committed before n was taken (docs/decisions).
CREATE FUNCTION publish_verdict_barrier() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
  epoch bigint := nextval('verdict_epoch');
BEGIN
  PERFORM pg_notify('latchkey_verdicts', json_build_object('epoch', epoch, 'barrier', true)::text);
  RETURN epoch;
END $$;
REVOKE ALL ON FUNCTION publish_verdict_barrier() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION publish_verdict_barrier() TO latchkey_app, latchkey_gateway;

-- The gateway reads what a verification needs, of all tenants, and nothing else.
GRANT SELECT (id, slug, timezone, settings) ON organizations TO latchkey_gateway;
GRANT SELECT ON projects, environments, policies, scopes, keys, key_versions TO latchkey_gateway;
GRANT SELECT ON service_tokens TO latchkey_gateway;
GRANT SELECT (id) ON users TO latchkey_gateway;
CREATE POLICY gateway_reads ON organizations FOR SELECT TO latchkey_gateway USING (true);
CREATE POLICY gateway_reads ON projects FOR SELECT TO latchkey_gateway USING (true);
CREATE POLICY gateway_reads ON environments FOR SELECT TO latchkey_gateway USING (true);
CREATE POLICY gateway_reads ON policies FOR SELECT TO latchkey_gateway USING (true);
CREATE POLICY gateway_reads ON scopes FOR SELECT TO latchkey_gateway USING (true);
CREATE POLICY gateway_reads ON keys FOR SELECT TO latchkey_gateway USING (true);
CREATE POLICY gateway_reads ON key_versions FOR SELECT TO latchkey_gateway USING (true);
CREATE POLICY gateway_reads ON service_tokens FOR SELECT TO latchkey_gateway USING (true);
CREATE POLICY gateway_writes ON key_activity TO latchkey_gateway USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON key_activity TO latchkey_gateway;
