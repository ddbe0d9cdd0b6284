-- What runs with rights other than its caller's: its owner, its search_path, who may call it, and that no name can be
-- put in its way.
BEGIN;
SELECT plan(44);

-- pg_catalog and pg_temp apart, everything that Rollcall made.
CREATE TEMP VIEW function AS
SELECT pg_proc.oid, format('%s.%s', pronamespace::regnamespace, proname) COLLATE "default" AS name, proowner::regrole::text COLLATE "default" AS owner, prosecdef, proconfig, proacl
FROM pg_proc WHERE pronamespace IN ('public'::regnamespace, 'rollcall'::regnamespace);
GRANT SELECT ON function TO PUBLIC;

SELECT results_eq(
  'SELECT name, owner FROM function WHERE prosecdef ORDER BY name COLLATE "C"',
  $$VALUES
    ('public.insert_bulk_activities', 'rollcall_batch'),
    ('public.void_activities', 'rollcall_batch'),
    ('public.void_submission', 'rollcall_batch'),
    ('rollcall.audit_registration', 'rollcall_audit'),
    ('rollcall.audit_voiding', 'rollcall_audit'),
    ('rollcall.closed_before', 'rollcall_rights'),
    ('rollcall.coordinated_chapters', 'rollcall_rights'),
    ('rollcall.forget_person', 'rollcall_retention'),
    ('rollcall.forget_user', 'rollcall_retention'),
    ('rollcall.is_coordinator', 'rollcall_rights'),
    ('rollcall.is_peer_mentor', 'rollcall_rights'),
    ('rollcall.is_registered', 'rollcall_rights'),
    ('rollcall.is_running', 'rollcall_rights'),
    ('rollcall.keep_directory', 'rollcall_rights'),
    ('rollcall.list_mentors', 'rollcall_rights'),
    ('rollcall.own_chapters', 'rollcall_rights'),
    ('rollcall.preview_submission', 'rollcall_batch'),
    ('rollcall.refuse_closed_period', 'rollcall_rights'),
    ('rollcall.refuse_deleting_history', 'rollcall_rights'),
    ('rollcall.register_activity', 'rollcall_batch'),
    ('rollcall.register_mentors', 'rollcall_batch'),
    ('rollcall.remove_idempotency_keys', 'rollcall_retention'),
    ('rollcall.remove_outcomes', 'rollcall_retention'),
    ('rollcall.rename_in_directory', 'rollcall_rights'),
    ('rollcall.stamp_chapter', 'rollcall_rights'),
    ('rollcall.template_issues', 'rollcall_batch')$$,
  'these functions, and no others, are SECURITY DEFINER'
);
SELECT results_eq(
  'SELECT DISTINCT owner, rolsuper, rolbypassrls, rolcanlogin, rolcreaterole, rolcreatedb, rolreplication
   FROM function JOIN pg_roles ON rolname = owner WHERE prosecdef ORDER BY 1',
  $$SELECT role, false, false, false, false, false, false FROM unnest(ARRAY['rollcall_audit', 'rollcall_batch', 'rollcall_retention', 'rollcall_rights']) AS role$$,
  'their owners are no superusers, have no BYPASSRLS, and can''t log in'
);
SELECT is_empty(
  'SELECT FROM function JOIN pg_auth_members ON member = owner::regrole WHERE prosecdef',
  'nor are they members of any other role'
);
SELECT is_empty(
  $$SELECT relname FROM pg_class WHERE relowner IN ('rollcall_batch'::regrole, 'rollcall_rights'::regrole, 'rollcall_audit'::regrole, 'rollcall_retention'::regrole) AND relkind IN ('r', 'v', 'S', 'm')$$,
  'they own no table, so that no policy passes them by'
);
SELECT is_empty(
  $$SELECT nspname FROM pg_namespace, unnest(ARRAY['rollcall_batch', 'rollcall_rights', 'rollcall_audit', 'rollcall_retention', 'authenticated', 'anon', 'service_role', 'rollcall_server']) AS role
    WHERE nspname IN ('public', 'rollcall', 'auth') AND has_schema_privilege(role, nspname, 'CREATE')$$,
  'nobody but who migrates can create anything in Rollcall''s schemas'
);
SELECT is(proconfig[1], 'search_path=pg_catalog, public, pg_temp', name || ' pins its search_path: pg_catalog first, pg_temp last')
FROM function WHERE prosecdef ORDER BY name;
SELECT is_empty(
  $$SELECT name FROM function JOIN pg_proc USING (oid) JOIN pg_language ON pg_language.oid = prolang
    WHERE lanname = 'plpgsql' AND NOT EXISTS (SELECT FROM unnest(function.proconfig) AS setting WHERE setting = 'search_path=pg_catalog, public, pg_temp')$$,
  'so does every function in PL/pgSQL, whoever''s rights it runs with'
);

-- Who may call what.
SELECT set_eq(
  $$SELECT name, role FROM function, unnest(ARRAY['anon', 'service_role']) AS role WHERE has_function_privilege(role, oid, 'EXECUTE')$$,
  $$VALUES ('rollcall.caller', 'service_role'), ('rollcall.forget_user', 'service_role')$$,
  'anon can call none of our functions, service_role can forget people'
);
SELECT is_empty(
  'SELECT name FROM function WHERE proacl IS NULL OR EXISTS (SELECT FROM aclexplode(proacl) WHERE grantee = 0)',
  'no function of ours is granted to PUBLIC'
);
SELECT results_eq(
  $$SELECT name, string_agg(role, ' ' ORDER BY role) FROM function,
      unnest(ARRAY['authenticated', 'rollcall_server', 'rollcall_rights', 'rollcall_batch', 'rollcall_audit', 'rollcall_retention']) AS role
    WHERE has_function_privilege(role, oid, 'EXECUTE') AND owner <> role GROUP BY name ORDER BY name COLLATE "C"$$,
  $$VALUES
    ('public.insert_bulk_activities', 'authenticated'),
    ('public.void_activities', 'authenticated'),
    ('public.void_submission', 'authenticated'),
    ('rollcall.accept_submission', 'rollcall_server'),
    ('rollcall.activity_issues', 'rollcall_batch'),
    ('rollcall.caller', 'authenticated rollcall_batch rollcall_rights rollcall_server'),
    ('rollcall.closed_before', 'rollcall_batch'),
    ('rollcall.coordinated_chapters', 'authenticated rollcall_batch'),
    ('rollcall.count_mentors', 'authenticated'),
    ('rollcall.insert_activities', 'rollcall_batch'),
    ('rollcall.is_coordinator', 'authenticated rollcall_batch'),
    ('rollcall.is_peer_mentor', 'authenticated rollcall_batch'),
    ('rollcall.is_registered', 'rollcall_batch'),
    ('rollcall.is_running', 'rollcall_batch'),
    ('rollcall.list_mentors', 'authenticated'),
    ('rollcall.look_at_submissions', 'rollcall_server'),
    ('rollcall.mentor_verdicts', 'rollcall_batch'),
    ('rollcall.mentors_to_retry', 'rollcall_server'),
    ('rollcall.own_chapters', 'authenticated rollcall_batch'),
    ('rollcall.parse_minutes', 'rollcall_batch'),
    ('rollcall.parse_timestamp', 'rollcall_batch'),
    ('rollcall.parse_uuid', 'rollcall_batch'),
    ('rollcall.payload_issues', 'rollcall_batch'),
    ('rollcall.preview_submission', 'authenticated'),
    ('rollcall.raise_issues', 'rollcall_batch'),
    ('rollcall.raise_running', 'rollcall_batch'),
    ('rollcall.read_activities', 'rollcall_batch'),
    ('rollcall.refuse_voiding', 'rollcall_batch'),
    ('rollcall.register_activity', 'authenticated'),
    ('rollcall.register_mentors', 'rollcall_server'),
    ('rollcall.remove_idempotency_keys', 'rollcall_server'),
    ('rollcall.remove_outcomes', 'rollcall_server'),
    ('rollcall.row_issues', 'rollcall_batch'),
    ('rollcall.search_patterns', 'rollcall_rights'),
    ('rollcall.searchable', 'rollcall_rights'),
    ('rollcall.settle_next', 'rollcall_server'),
    ('rollcall.submission_chapter', 'authenticated rollcall_batch'),
    ('rollcall.template_issues', 'authenticated'),
    ('rollcall.write_activities', 'rollcall_batch')$$,
  'each function may be called by those who need it, and nobody else'
);

-- Tables of the attacker's own, under the real ones' names, found first by whoever does not say otherwise.
SELECT tap.log_in('mentor1@oslo.example');
CREATE TEMP TABLE activity_records (LIKE public.activity_records);
CREATE TEMP TABLE profiles (LIKE public.profiles);
CREATE TEMP TABLE activity_types (LIKE public.activity_types);
CREATE TEMP TABLE chapter_members (LIKE public.chapter_members);
CREATE TEMP TABLE chapters (LIKE public.chapters);
INSERT INTO pg_temp.chapter_members SELECT id, tap.user_id(email), role::public.chapter_role, now()
FROM gen_random_uuid() AS id, (VALUES ('mentor1@oslo.example', 'coordinator'), ('mentor2@oslo.example', 'peer_mentor'), ('mentor1@bergen.example', 'peer_mentor')) AS given (email, role);
INSERT INTO pg_temp.profiles SELECT user_id, 'planted' FROM pg_temp.chapter_members;
INSERT INTO pg_temp.activity_types VALUES ('7c9e6679-7425-40de-944b-e07fc1f90ae7', 'planted');
GRANT ALL ON pg_temp.activity_records, pg_temp.profiles, pg_temp.activity_types, pg_temp.chapter_members, pg_temp.chapters TO PUBLIC;

SELECT set_config('search_path', 'pg_temp, public, tap', true);
SELECT is(tap.verdict(tap.activity('mentor2@oslo.example')), '42501', 'a planted chapter_members makes nobody a coordinator');
SELECT tap.log_in('coordinator@oslo.example');
SELECT is(tap.verdict(tap.activity('mentor1@bergen.example')), 'PT400 0/peer_mentor_user_id/PEER_MENTOR_NOT_FOUND',
  'a planted chapter_members and profiles lend no mentors');
SELECT is(tap.verdict(tap.activity('mentor1@oslo.example', '{"activity_type_id": "7c9e6679-7425-40de-944b-e07fc1f90ae7"}')),
  'PT400 0/activity_type_id/ACTIVITY_TYPE_NOT_FOUND', 'a planted activity_types makes no type');
SELECT lives_ok('SELECT public.insert_bulk_activities(ARRAY[tap.activity(''mentor1@oslo.example'')])', 'a good row goes in all the same');
SELECT is((SELECT count(*) FROM pg_temp.activity_records), 0::bigint, 'not into the planted activity_records');
SELECT is((SELECT count(*) FROM public.activity_records), 1::bigint, 'but into the real one');
SELECT is(tap.verdict(tap.activity('mentor1@oslo.example')), 'PT409 0/-/DUPLICATE_ACTIVITY', 'where it is found again');
SELECT tap.log_in('mentor1@oslo.example');
SELECT is(tap.answer_to('SELECT FROM public.profiles'), '1', 'the planted tables let nobody see more');
SELECT is(tap.answer_to('SELECT FROM public.activity_records'), '1', 'nor do they let the policies'' questions go astray');

SELECT * FROM finish();
ROLLBACK;
