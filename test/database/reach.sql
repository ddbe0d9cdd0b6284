-- What each role may reach at all, by the catalogs; what it then sees and does stands in rights.sql.
BEGIN;
SELECT plan(11);

CREATE TEMP VIEW relation AS
SELECT oid, relname COLLATE "default" AS name, relrowsecurity, relforcerowsecurity, relowner
FROM pg_class WHERE relnamespace IN ('public'::regnamespace, 'rollcall'::regnamespace) AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S');

SELECT ok(count(*) >= 11, 'there are tables to look at') FROM relation;
SELECT is_empty(
  'SELECT name FROM relation WHERE NOT (relrowsecurity AND relforcerowsecurity)',
  'every table has row level security, enabled and forced'
);
SELECT is_empty(
  $$SELECT polname FROM pg_policy WHERE 0 = ANY (polroles) OR 'anon'::regrole = ANY (polroles)$$,
  'no policy is for everybody, or for anon'
);

-- anon
SELECT is_empty(
  $$SELECT name FROM relation WHERE has_table_privilege('anon', oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
      OR has_any_column_privilege('anon', oid, 'SELECT, INSERT, UPDATE, REFERENCES')$$,
  'anon reaches no table, and no column of one'
);
SELECT is_empty(
  $$SELECT FROM unnest(ARRAY['rollcall', 'auth']) AS name WHERE has_schema_privilege('anon', name, 'USAGE')$$,
  'anon can''t look into the other schemas'
);
SELECT is_empty(
  $$SELECT rolname FROM pg_roles WHERE rolname <> 'anon' AND pg_has_role('anon', oid, 'MEMBER')$$,
  'anon can become nobody else'
);
SELECT is_empty(
  $$SELECT member::regrole, roleid::regrole FROM pg_auth_members
    WHERE member::regrole::text IN ('authenticated', 'service_role', 'rollcall_server', 'rollcall_rights', 'rollcall_batch')$$,
  'nor can any other of the roles'
);
SELECT is_empty(
  $$SELECT rolname FROM pg_roles WHERE rolname IN ('anon', 'authenticated', 'rollcall_server', 'rollcall_rights', 'rollcall_batch', 'rollcall_audit', 'rollcall_retention')
    AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcanlogin)$$,
  'none of them is above the rules, or can log in'
);

-- Everybody
CREATE TEMP VIEW granted AS
SELECT relation.name, role,
  (SELECT string_agg(lower(privilege), ' ' ORDER BY privilege) FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) AS privilege
    WHERE has_table_privilege(role, oid, privilege)) AS table_rights,
  (SELECT string_agg(format('%s(%s)', lower(privilege), columns), ' ' ORDER BY privilege)
    FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'REFERENCES']) AS privilege,
      LATERAL (SELECT string_agg(attname, ' ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = oid AND attnum > 0 AND NOT attisdropped
        AND has_column_privilege(role, oid, attnum, privilege) AND NOT has_table_privilege(role, oid, privilege)) AS given (columns)
    WHERE columns IS NOT NULL) AS column_rights
FROM relation, unnest(ARRAY['anon', 'authenticated', 'service_role', 'rollcall_server', 'rollcall_rights', 'rollcall_batch', 'rollcall_audit', 'rollcall_retention']) AS role;

SELECT set_eq(
  'SELECT name, role, table_rights FROM granted WHERE table_rights IS NOT NULL',
  $$VALUES
    ('_prisma_migrations', 'rollcall_server', 'select'),
    ('activity_records', 'authenticated', 'select'),
    ('activity_records', 'rollcall_batch', 'insert select'),
    ('activity_records', 'rollcall_rights', 'select'),
    ('activity_types', 'authenticated', 'select'),
    ('activity_types', 'rollcall_batch', 'select'),
    ('activity_types', 'service_role', 'delete insert select update'),
    ('bulk_submission_mentors', 'rollcall_retention', 'select'),
    ('bulk_submission_mentors', 'rollcall_server', 'delete insert select update'),
    ('bulk_submission_outcomes', 'authenticated', 'select'),
    ('bulk_submission_outcomes', 'rollcall_retention', 'delete select'),
    ('bulk_submission_outcomes', 'rollcall_server', 'insert select'),
    ('bulk_submissions', 'authenticated', 'select'),
    ('bulk_submissions', 'rollcall_batch', 'select'),
    ('bulk_submissions', 'rollcall_retention', 'select'),
    ('bulk_submissions', 'rollcall_rights', 'select'),
    ('bulk_submissions', 'rollcall_server', 'insert select update'),
    ('chapter_members', 'authenticated', 'select'),
    ('chapter_members', 'rollcall_batch', 'select'),
    ('chapter_members', 'rollcall_rights', 'select'),
    ('chapter_members', 'service_role', 'delete insert select update'),
    ('chapters', 'authenticated', 'select'),
    ('chapters', 'rollcall_batch', 'select'),
    ('chapters', 'rollcall_rights', 'select'),
    ('chapters', 'service_role', 'delete insert select update'),
    ('idempotency_keys', 'rollcall_retention', 'delete'),
    ('idempotency_keys', 'rollcall_server', 'insert select update'),
    ('mentor_directory', 'rollcall_rights', 'delete insert select'),
    ('profiles', 'authenticated', 'select'),
    ('profiles', 'rollcall_batch', 'select'),
    ('profiles', 'rollcall_retention', 'delete'),
    ('profiles', 'rollcall_rights', 'select'),
    ('profiles', 'service_role', 'delete insert select update'),
    ('proxy_audit_log', 'authenticated', 'select'),
    ('proxy_audit_log', 'rollcall_audit', 'insert'),
    ('proxy_audit_log', 'rollcall_server', 'insert')$$,
  'the rights on tables are these, and no others'
);
SELECT set_eq(
  'SELECT name, role, column_rights FROM granted WHERE column_rights IS NOT NULL',
  $$VALUES
    ('activity_records', 'authenticated', 'insert(peer_mentor_user_id activity_type_id recorded_at duration_minutes recorded_by_user_id chapter_id)'),
    ('activity_records', 'rollcall_batch', 'update(voided_at voided_by void_reason)'),
    ('activity_records', 'rollcall_retention',
      'select(id peer_mentor_user_id recorded_by_user_id voided_by) update(peer_mentor_user_id recorded_by_user_id voided_by)'),
    ('activity_records', 'rollcall_server', 'select(id voided_at)'),
    ('bulk_submission_mentors', 'rollcall_retention', 'update(mentor_id)'),
    ('bulk_submission_outcomes', 'rollcall_retention', 'update(mentor_id)'),
    ('bulk_submissions', 'rollcall_retention', 'update(acting_coordinator_id outcomes_expired_at)'),
    ('chapters', 'rollcall_rights', 'update(closed_before)'),
    ('idempotency_keys', 'rollcall_retention', 'select(user_id operation key created_at)'),
    ('profiles', 'rollcall_retention', 'select(user_id)'),
    ('proxy_audit_log', 'rollcall_retention', 'select(acting_coordinator_id) update(acting_coordinator_id)')$$,
  'the rights on single columns are these, and no others'
);
SELECT set_eq(
  $$SELECT nspname COLLATE "default", role FROM pg_namespace, unnest(ARRAY['anon', 'authenticated', 'service_role', 'rollcall_server', 'rollcall_rights', 'rollcall_batch', 'rollcall_audit', 'rollcall_retention']) AS role
    WHERE nspname IN ('rollcall', 'auth') AND has_schema_privilege(role, nspname, 'USAGE')$$,
  $$VALUES ('rollcall', 'authenticated'), ('rollcall', 'rollcall_batch'), ('rollcall', 'rollcall_server'), ('rollcall', 'rollcall_rights'),
    ('rollcall', 'rollcall_audit'), ('rollcall', 'rollcall_retention'), ('rollcall', 'service_role'), ('auth', 'service_role')$$,
  'the rights on schemas are these, and no others'
);

SELECT * FROM finish();
ROLLBACK;
