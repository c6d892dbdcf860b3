-- What the verify server adds to usage: outcomes that backends report, and two things it may do by function only.

-- How calls ended, as their backends told afterwards.
CREATE TABLE usage_outcomes_hourly (
  organization_id text COLLATE "C" NOT NULL,
  key_id text COLLATE "C" NOT NULL,
  hour timestamptz NOT NULL,
  status_class integer NOT NULL CHECK (status_class BETWEEN 0 AND 5),
  project_id text COLLATE "C" NOT NULL,
  environment_id text COLLATE "C" NOT NULL,
  count bigint NOT NULL,
  bytes bigint NOT NULL,
  PRIMARY KEY (organization_id, key_id, hour, status_class)
);
CREATE INDEX usage_outcomes_hour ON usage_outcomes_hourly (organization_id, hour);
SELECT protect_tenant_table('usage_outcomes_hourly');
CREATE POLICY gateway_writes ON usage_outcomes_hourly TO latchkey_gateway USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON usage_outcomes_hourly TO latchkey_gateway;

-- Imported keys of other forms: whether an organization has any is asked before a secret is called malformed.
CREATE INDEX key_versions_foreign ON key_versions (organization_id) WHERE hash_kind = 'sha256';

-- Which of these organizations exist; they cannot be deleted before the caller's transaction ends.
CREATE POLICY hold_rows ON organizations FOR UPDATE TO latchkey_owner USING (true);
CREATE FUNCTION hold_usage_organizations(ids text[]) RETURNS SETOF text LANGUAGE sql SECURITY DEFINER SET search_path = public AS
  'SELECT id FROM organizations WHERE id = ANY(ids) ORDER BY id FOR KEY SHARE';
REVOKE ALL ON FUNCTION hold_usage_organizations(text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hold_usage_organizations(text[]) TO latchkey_gateway;

-- A version was used: older versions of its key that wait for just that end now.
CREATE POLICY end_superseded_read ON key_versions FOR SELECT TO latchkey_owner USING (true);
CREATE POLICY end_superseded ON key_versions FOR UPDATE TO latchkey_owner USING (ends_on_first_use) WITH CHECK (ends_on_first_use);
CREATE FUNCTION end_superseded_versions(organizations text[], keys text[], versions text[]) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = public AS $$
  WITH ended AS (
    UPDATE key_versions older SET ends_at = now(), end_reason = coalesce(older.end_reason, 'first_use')
    FROM unnest(organizations, keys, versions) AS used(organization_id, key_id, version_id)
    JOIN key_versions newer ON newer.organization_id = used.organization_id AND newer.id = used.version_id
    WHERE older.organization_id = used.organization_id AND older.key_id = used.key_id AND newer.key_id = used.key_id
      AND older.number < newer.number AND older.ends_on_first_use AND (older.ends_at IS NULL OR older.ends_at > now())
    RETURNING 1)
  SELECT count(*) FROM ended
$$;
REVOKE ALL ON FUNCTION end_superseded_versions(text[], text[], text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION end_superseded_versions(text[], text[], text[]) TO latchkey_gateway;
