-- A temporary table is found before every schema of a search path that does not name pg_temp: a role could put one of its own
-- in the place of a table that a SECURITY DEFINER function writes, and have its trigger run as the tables' owner.

DO $$
DECLARE
  definer record;
BEGIN
  FOR definer IN SELECT p.oid::regprocedure AS signature FROM pg_proc p
    WHERE p.prosecdef AND p.pronamespace = 'public'::regnamespace AND p.proowner = 'latchkey_owner'::regrole
  LOOP
    EXECUTE format('ALTER FUNCTION %s SET search_path = public, pg_temp', definer.signature);
  END LOOP;
END $$;
