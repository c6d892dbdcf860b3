-- Versions that end because a newer one was used are ended by the verify server, which writes no audit rows. They are marked,
-- and the worker writes the row.
ALTER TABLE key_versions ADD COLUMN end_recorded boolean NOT NULL DEFAULT true;
CREATE INDEX key_versions_end_unrecorded ON key_versions (organization_id) WHERE NOT end_recorded;

CREATE OR REPLACE FUNCTION end_superseded_versions(organizations text[], keys text[], versions text[]) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH ended AS (
    UPDATE key_versions older SET ends_at = now(), end_reason = 'first_use', end_recorded = false
    FROM unnest(organizations, keys, versions) AS used(organization_id, key_id, version_id)
    JOIN key_versions newer ON newer.organization_id = used.organization_id AND newer.id = used.version_id
    WHERE older.organization_id = used.organization_id AND older.key_id = used.key_id AND newer.key_id = used.key_id
      AND older.number < newer.number AND older.ends_on_first_use AND (older.ends_at IS NULL OR older.ends_at > now())
    RETURNING 1)
  SELECT count(*) FROM ended
$$;
