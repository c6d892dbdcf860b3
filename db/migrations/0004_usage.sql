-- Usage: grouped events by day, and rollups kept current in the same transaction as the batch.

-- A segment that was written once is never written again, whatever is replayed.
CREATE TABLE usage_batches (
  node_id text COLLATE "C" NOT NULL,
  segment text NOT NULL,
  events bigint NOT NULL,
  written_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (node_id, segment)
);
GRANT SELECT, INSERT, DELETE ON usage_batches TO latchkey_gateway;
GRANT SELECT, DELETE ON usage_batches TO latchkey_app;

CREATE TABLE usage_events (
  organization_id text COLLATE "C" NOT NULL,
  at timestamptz NOT NULL,
  project_id text COLLATE "C",
  environment_id text COLLATE "C",
  key_id text COLLATE "C",
  version_id text COLLATE "C",
  verdict text NOT NULL,
  method text,
  endpoint text,
  ip text,
  country text,
  agent text,
  service_token_id text COLLATE "C",
  count bigint NOT NULL,
  cost bigint NOT NULL DEFAULT 0
) PARTITION BY RANGE (at);
CREATE INDEX usage_events_key ON usage_events (organization_id, key_id, at DESC);
CREATE INDEX usage_events_at ON usage_events (organization_id, at DESC);
SELECT protect_tenant_table('usage_events');
REVOKE UPDATE, DELETE ON usage_events FROM latchkey_app;
GRANT DELETE ON usage_events TO latchkey_app;
CREATE POLICY gateway_appends ON usage_events FOR INSERT TO latchkey_gateway WITH CHECK (true);
GRANT INSERT ON usage_events TO latchkey_gateway;

CREATE TABLE usage_events_default PARTITION OF usage_events DEFAULT;
ALTER TABLE usage_events_default ENABLE ROW LEVEL SECURITY;
ALTER TABLE usage_events_default FORCE ROW LEVEL SECURITY;

-- Makes the partition of one UTC day where it is missing. Days far from now (a wrong clock) stay in the default one.
CREATE FUNCTION ensure_usage_partition(day date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
  name text := 'usage_events_' || to_char(day, 'YYYYMMDD');
BEGIN
  IF to_regclass(name) IS NOT NULL OR day < current_date - 800 OR day > current_date + 60 THEN RETURN; END IF;
  PERFORM pg_advisory_xact_lock(hashtext('ensure_usage_partition'));
  IF to_regclass(name) IS NOT NULL THEN RETURN; END IF;
  EXECUTE format('CREATE TABLE %I PARTITION OF usage_events FOR VALUES FROM (%L) TO (%L)', name,
    day::text || ' 00:00:00+00', (day + 1)::text || ' 00:00:00+00');
  EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
  EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
EXCEPTION
  -- The default partition already holds rows of that day: they stay there. Or somebody else has just made it.
  WHEN check_violation OR duplicate_table THEN RETURN;
END $$;
REVOKE ALL ON FUNCTION ensure_usage_partition(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ensure_usage_partition(date) TO latchkey_app, latchkey_gateway;

-- Drops whole days before the given one; returns how many partitions went.
CREATE FUNCTION drop_usage_partitions(before date) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
  part record;
  dropped integer := 0;
BEGIN
  FOR part IN SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'usage_events'::regclass AND c.relname ~ '^usage_events_\d{8}$'
      AND to_date(right(c.relname, 8), 'YYYYMMDD') < before
  LOOP
    EXECUTE format('DROP TABLE %I', part.relname);
    dropped := dropped + 1;
  END LOOP;
  RETURN dropped;
END $$;
REVOKE ALL ON FUNCTION drop_usage_partitions(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION drop_usage_partitions(date) TO latchkey_app;

CREATE TABLE usage_hourly (
  organization_id text COLLATE "C" NOT NULL,
  key_id text COLLATE "C" NOT NULL,
  hour timestamptz NOT NULL,
  version_id text COLLATE "C" NOT NULL,
  verdict text NOT NULL,
  project_id text COLLATE "C" NOT NULL,
  environment_id text COLLATE "C" NOT NULL,
  count bigint NOT NULL,
  PRIMARY KEY (organization_id, key_id, hour, version_id, verdict)
);
CREATE INDEX usage_hourly_hour ON usage_hourly (organization_id, hour);

CREATE TABLE usage_daily (
  organization_id text COLLATE "C" NOT NULL,
  key_id text COLLATE "C" NOT NULL,
  day date NOT NULL,
  version_id text COLLATE "C" NOT NULL,
  verdict text NOT NULL,
  project_id text COLLATE "C" NOT NULL,
  environment_id text COLLATE "C" NOT NULL,
  count bigint NOT NULL,
  PRIMARY KEY (organization_id, key_id, day, version_id, verdict)
);
CREATE INDEX usage_daily_day ON usage_daily (organization_id, day);

-- All keys of an environment together, so that an organization's page does not add up its keys. Calls with unknown keys
-- have no environment: they are counted under ''.
CREATE TABLE usage_environment_hourly (
  organization_id text COLLATE "C" NOT NULL,
  hour timestamptz NOT NULL,
  environment_id text COLLATE "C" NOT NULL DEFAULT '',
  verdict text NOT NULL,
  project_id text COLLATE "C" NOT NULL DEFAULT '',
  count bigint NOT NULL,
  PRIMARY KEY (organization_id, hour, environment_id, verdict)
);

-- What a key was used for and from where, per day: endpoint, country, address, agent, method.
CREATE TABLE usage_dimensions_daily (
  organization_id text COLLATE "C" NOT NULL,
  key_id text COLLATE "C" NOT NULL,
  day date NOT NULL,
  dimension text NOT NULL,
  value text NOT NULL,
  verdict text NOT NULL,
  environment_id text COLLATE "C" NOT NULL,
  count bigint NOT NULL,
  PRIMARY KEY (organization_id, key_id, day, dimension, value, verdict)
);
CREATE INDEX usage_dimensions_day ON usage_dimensions_daily (organization_id, day, dimension);

SELECT protect_tenant_table('usage_hourly');
SELECT protect_tenant_table('usage_daily');
SELECT protect_tenant_table('usage_environment_hourly');
SELECT protect_tenant_table('usage_dimensions_daily');
CREATE POLICY gateway_writes ON usage_hourly TO latchkey_gateway USING (true) WITH CHECK (true);
CREATE POLICY gateway_writes ON usage_daily TO latchkey_gateway USING (true) WITH CHECK (true);
CREATE POLICY gateway_writes ON usage_environment_hourly TO latchkey_gateway USING (true) WITH CHECK (true);
CREATE POLICY gateway_writes ON usage_dimensions_daily TO latchkey_gateway USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON usage_hourly, usage_daily, usage_environment_hourly, usage_dimensions_daily TO latchkey_gateway;

DO $$ BEGIN
  FOR offset_days IN -2..14 LOOP PERFORM ensure_usage_partition(current_date + offset_days); END LOOP;
END $$;
