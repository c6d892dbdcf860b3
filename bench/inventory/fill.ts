import type pg from "pg";
import type { TestOrganization } from "@/db/testing/organization";

/**
 * Fills an organization with keys by SQL: states, owners, expiries, scopes and tags in the proportions of a living one, most
 * of them used; some scopes, tags and words are rare at every size.
 */
export async function fillOrganization(
  admin: pg.Pool,
  organization: TestOrganization,
  size: number,
  mark: number,
): Promise<void> {
  const { developer, owner } = organization.people;
  const environments = Object.values(organization.environments).map(({ id }) => id);
  const idOf = (prefix: string) => `'${prefix}_0' || '${mark}' || lpad(n::text, 24, '0')`;
  await admin.query(
    `insert into keys (organization_id, id, project_id, environment_id, name, purpose, owner_user_id, created_by, state, scopes, tags,
       expires_at, disabled_at, revoked_at, revocation_reason, current_version_id, secret_start, secret_last_four, created_at, updated_at)
     select $1, ${idOf("key")}, $2, ($3::text[])[1 + n % 3],
       (array['billing','search','export','mobile','partner','webhook','nightly','audit'])[1 + n % 8] || ' ' || substr(md5(n::text), 1, 8)
         || case when n % ($6::int / 10) = 7 then ' zeppelin' else '' end,
       'used by ' || md5((n::bigint * 7)::text), case when n % 20 = 0 then $4 else $5 end, $5,
       case when n % 10 = 9 then 'revoked' when n % 20 = 8 then 'disabled' else 'active' end,
       case when n % ($6::int / 10) = 3 then array['items:read','rare:scope'] when n % 5 = 0 then array['items:read','items:write'] else array['items:read'] end,
       case when n % ($6::int / 10) = 5 then '{"rare": "yes"}'::jsonb else jsonb_build_object('team', 'team-' || n % 50) end,
       case when n % 25 = 0 then null else now() + make_interval(mins => ((n::bigint * 7919) % 525600 - 26280)::int) end,
       case when n % 20 = 8 then now() end, case when n % 10 = 9 then now() end, case when n % 10 = 9 then 'superseded' end,
       ${idOf("kv")}, 'bench_dev_' || substr(md5(n::text), 1, 4), substr(md5(n::text), 29, 4),
       now() - make_interval(secs => n * (63072000.0 / $6::int)), now()
     from generate_series(1, $6::int) n`,
    [organization.id, organization.project.id, environments, developer.userId, owner.userId, size],
  );
  await admin.query(
    `insert into key_versions (organization_id, id, key_id, environment_id, number, secret_hash, pepper_version, secret_start,
       secret_last_four, created_by, created_at)
     select organization_id, current_version_id, id, environment_id, 1, sha256(id::bytea), 1, secret_start, secret_last_four, created_by, created_at
     from keys where organization_id = $1`,
    [organization.id],
  );
  await admin.query(
    `insert into key_activity (organization_id, key_id, first_used_at, last_used_at, last_ip, verifications)
     select $1, ${idOf("key")}, now() - interval '1 year', now() - make_interval(secs => (n::bigint * 104729) % 15552000), '192.0.2.1', n
     from generate_series(1, $2::int) n where n % 10 <> 4`,
    [organization.id, size],
  );
  await admin.query(
    `insert into usage_daily (organization_id, key_id, day, version_id, verdict, project_id, environment_id, count)
     select k.organization_id, k.id, (now() at time zone 'UTC')::date - d, k.current_version_id, 'VALID', k.project_id, k.environment_id, 10 + d
     from keys k cross join generate_series(0, 6) d where k.organization_id = $1 and k.state = 'active'`,
    [organization.id],
  );
}
