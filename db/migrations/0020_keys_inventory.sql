-- The inventory at 100,000 keys, and one live successor per rotation.

-- Both are trusted extensions: the owner of the schema may make them on Postgres 13 and later.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gin;

-- Of the versions of a key, at most one has no end: a race of rotations cannot leave two.
CREATE UNIQUE INDEX key_versions_live ON key_versions (organization_id, key_id) WHERE ends_at IS NULL AND NOT ends_on_first_use;

-- lower() is not leakproof, so under row-level security only a column of its own lets a page begin in the middle of the names.
ALTER TABLE keys ADD COLUMN name_sort text COLLATE "C" NOT NULL GENERATED ALWAYS AS (lower(name)) STORED;
DROP INDEX keys_name;
CREATE INDEX keys_name ON keys (organization_id, name_sort, id);

-- Counting by status reads the index alone.
CREATE INDEX keys_status ON keys (organization_id, state, expires_at) INCLUDE (environment_id);
CREATE INDEX keys_team ON keys (organization_id, owner_team_id, created_at DESC, id DESC) WHERE owner_team_id IS NOT NULL;

-- What people search for: name, purpose, and the visible ends of the secret.
CREATE FUNCTION key_search_text(name text, purpose text, secret_start text, secret_last_four text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT lower(name || chr(10) || purpose || chr(10) || secret_start || chr(10) || secret_last_four) $$;
CREATE INDEX keys_search ON keys USING gin (
  organization_id, key_search_text(name, purpose, secret_start, secret_last_four) gin_trgm_ops, scopes, tags);

-- Under row-level security only leakproof operators may use an index, and those of text search, arrays and jsonb are not.
-- This function looks as the tables' owner and adds the tenant itself: it finds at most `most` ids, and never of another
-- organization than the current one. Null arguments do not filter.
CREATE POLICY search ON keys FOR SELECT TO latchkey_owner USING (true);
CREATE FUNCTION search_key_ids(pattern text, any_scope text[], tag_name text, tag jsonb, most integer) RETURNS SETOF text
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
DECLARE
  condition text := 'organization_id = $1';
BEGIN
  IF pattern IS NOT NULL THEN
    condition := condition || ' AND key_search_text(name, purpose, secret_start, secret_last_four) LIKE $2';
  END IF;
  IF any_scope IS NOT NULL THEN condition := condition || ' AND scopes && $3'; END IF;
  IF tag_name IS NOT NULL THEN condition := condition || ' AND tags ? $4'; END IF;
  IF tag IS NOT NULL THEN condition := condition || ' AND tags @> $5'; END IF;
  RETURN QUERY EXECUTE 'SELECT id FROM keys WHERE ' || condition || ' LIMIT $6'
    USING nullif(current_setting('latchkey.organization_id', true), ''), pattern, any_scope, tag_name, tag, most;
END $$;
REVOKE ALL ON FUNCTION search_key_ids(text, text[], text, jsonb, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_key_ids(text, text[], text, jsonb, integer) TO latchkey_app;
