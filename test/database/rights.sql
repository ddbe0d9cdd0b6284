-- What each role sees and does in each table, tried out with rows of two chapters in all of them. A cell has the answers
-- to SELECT, INSERT, UPDATE and DELETE of everything: a number of rows, - where it is refused, x where rows are in use.
BEGIN;
SELECT plan(87);

INSERT INTO auth.users VALUES ('7c9e6679-7425-40de-944b-e07fc1f90ae7', 'newcomer@oslo.example');
INSERT INTO public.activity_records (peer_mentor_user_id, recorded_by_user_id, activity_type_id, recorded_at, duration_minutes)
SELECT tap.user_id(mentor), tap.user_id(recorder), tap.type_id('Phone call'), moment::timestamptz, 30
FROM (VALUES
  ('mentor1@oslo.example', 'mentor1@oslo.example', '2026-03-01T09:30:00Z'),
  ('mentor1@oslo.example', 'coordinator@oslo.example', '2026-03-02T09:30:00Z'),
  ('mentor2@oslo.example', 'coordinator@oslo.example', '2026-03-03T09:30:00Z'),
  ('mentor1@bergen.example', 'coordinator@bergen.example', '2026-03-04T09:30:00Z')
) AS given (mentor, recorder, moment);
INSERT INTO public.idempotency_keys (user_id, operation, key, request_hash, response)
VALUES (tap.user_id('coordinator@oslo.example'), 'any', 'key', 'hash', '[]');
INSERT INTO public.proxy_audit_log (kind, acting_coordinator_id, total, succeeded, failed)
SELECT 'atomic_batch', tap.user_id(coordinator), 1, 1, 0
FROM unnest(ARRAY['coordinator@oslo.example', 'coordinator@oslo.example', 'coordinator@bergen.example']) AS coordinator;
INSERT INTO public.bulk_submissions (id, acting_coordinator_id, activity_type_id, recorded_at, duration_minutes, total, failed)
SELECT id::uuid, tap.user_id(coordinator), tap.type_id('Phone call'), '2026-03-01T09:30:00Z', 30, 2, 1
FROM (VALUES
  ('00000000-0000-4000-8000-000000000001', 'coordinator@oslo.example'),
  ('00000000-0000-4000-8000-000000000002', 'coordinator@bergen.example')
) AS given (id, coordinator);
INSERT INTO public.bulk_submission_mentors (submission_id, position, mentor_id) SELECT id, 2, gen_random_uuid() FROM public.bulk_submissions;
INSERT INTO public.bulk_submission_outcomes (submission_id, sequence, mentor_id, error_code, succeeded_so_far)
SELECT id, 1, gen_random_uuid(), 'CANCELLED', 0 FROM public.bulk_submissions;

CREATE FUNCTION pg_temp.good_row(relation text) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
RETURN CASE relation
  WHEN 'public.activity_records' THEN
    format('(peer_mentor_user_id, activity_type_id, recorded_at, duration_minutes) VALUES (%L, %L, now(), 30)', tap.user_id('mentor1@oslo.example'), tap.type_id('Phone call'))
  WHEN 'public.activity_types' THEN '(name) VALUES (''Anything'')'
  WHEN 'public.chapters' THEN '(name) VALUES (''Anywhere'')'
  WHEN 'public.chapter_members' THEN
    format('VALUES (%L, %L, ''coordinator'')', (SELECT id FROM public.chapters WHERE name = 'Bergen'), tap.user_id('mentor1@oslo.example'))
  WHEN 'public.profiles' THEN 'VALUES (''7c9e6679-7425-40de-944b-e07fc1f90ae7'', ''Newcomer'')'
  WHEN 'public.idempotency_keys' THEN '(user_id, operation, key, request_hash, response) VALUES (gen_random_uuid(), ''any'', ''key'', ''hash'', ''[]'')'
  WHEN 'public.proxy_audit_log' THEN
    format('(kind, acting_coordinator_id, total, succeeded, failed) VALUES (''atomic_batch'', %L, 1, 1, 0)', tap.user_id('coordinator@oslo.example'))
  WHEN 'public.bulk_submissions' THEN
    format('(acting_coordinator_id, activity_type_id, recorded_at, duration_minutes, total) VALUES (%L, %L, now(), 30, 1)', tap.user_id('coordinator@oslo.example'), tap.type_id('Phone call'))
  WHEN 'public.bulk_submission_mentors' THEN '(submission_id, position, mentor_id) VALUES (''00000000-0000-4000-8000-000000000001'', 9, gen_random_uuid())'
  WHEN 'public.bulk_submission_outcomes' THEN
    '(submission_id, sequence, mentor_id, error_code, succeeded_so_far) VALUES (''00000000-0000-4000-8000-000000000001'', 9, gen_random_uuid(), ''CANCELLED'', 0)'
  WHEN 'public._prisma_migrations' THEN '(id, checksum, migration_name) VALUES (''x'', ''x'', ''x'')'
  WHEN 'auth.users' THEN 'VALUES (gen_random_uuid(), ''somebody@oslo.example'')'
END;

CREATE FUNCTION pg_temp.rights_of(actor text, relation text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  changed text := (SELECT format('%1$I = %1$I', attname) FROM pg_attribute WHERE attrelid = relation::regclass AND attnum = 1);
  answers text[];
BEGIN
  CASE
    WHEN actor LIKE '%@%' THEN PERFORM tap.log_in(actor);
    WHEN actor = 'no subject' THEN PERFORM tap.present_token('authenticated', '{"role": "authenticated"}');
    ELSE PERFORM tap.present_token(actor, NULL);
  END CASE;
  answers := ARRAY[
    tap.answer_to(format('SELECT FROM %s', relation)),
    tap.answer_to(format('INSERT INTO %s %s', relation, pg_temp.good_row(relation))),
    tap.answer_to(format('UPDATE %s SET %s', relation, changed)),
    tap.answer_to(format('DELETE FROM %s', relation))
  ];
  PERFORM set_config('role', 'none', true);
  RETURN replace(replace(replace(array_to_string(answers, ' '), '42501', '-'), '23503', 'x'), '23001', 'x');
END
$$;

CREATE TEMP TABLE matrix (relation text, coordinator_oslo text, coordinator_bergen text, mentor1_oslo text, no_subject text, anon text, rollcall_server text, service_role text);
INSERT INTO matrix VALUES
  ('public.activity_records',         '3 1 - -',  '1 - - -',  '2 1 - -', '0 - - -', '- - - -', '4 - - -', '- - - -'),
  ('public.activity_types',           '6 - - -',  '6 - - -',  '6 - - -', '6 - - -', '- - - -', '- - - -', '6 1 6 x'),
  ('public.chapters',                 '3 - - -',  '3 - - -',  '3 - - -', '0 - - -', '- - - -', '- - - -', '3 1 3 x'),
  ('public.chapter_members',          '25 - - -', '61 - - -', '1 - - -', '0 - - -', '- - - -', '- - - -', '587 1 587 587'),
  ('public.profiles',                 '25 - - -', '61 - - -', '1 - - -', '0 - - -', '- - - -', '- - - -', '587 1 587 587'),
  ('public.idempotency_keys',         '- - - -',  '- - - -',  '- - - -', '- - - -', '- - - -', '1 1 1 -', '- - - -'),
  ('public.proxy_audit_log',          '3 - - -',  '2 - - -',  '0 - - -', '0 - - -', '- - - -', '- 1 - -', '- - - -'),
  ('public.bulk_submissions',         '1 - - -',  '1 - - -',  '0 - - -', '0 - - -', '- - - -', '2 1 2 -', '- - - -'),
  ('public.bulk_submission_mentors',  '- - - -',  '- - - -',  '- - - -', '- - - -', '- - - -', '2 1 2 2', '- - - -'),
  ('public.bulk_submission_outcomes', '1 - - -',  '1 - - -',  '0 - - -', '0 - - -', '- - - -', '2 1 - -', '- - - -'),
  ('public._prisma_migrations',       '- - - -',  '- - - -',  '- - - -', '- - - -', '- - - -',
    (SELECT count(*) FROM public._prisma_migrations) || ' - - -', '- - - -'),
  ('auth.users',                      '- - - -',  '- - - -',  '- - - -', '- - - -', '- - - -', '- - - -', '588 1 588 588');

SELECT is(pg_temp.rights_of(actor, relation), cell, format('%s in %s', actor, relation))
FROM matrix, LATERAL (VALUES
  ('coordinator@oslo.example', coordinator_oslo), ('coordinator@bergen.example', coordinator_bergen), ('mentor1@oslo.example', mentor1_oslo),
  ('no subject', no_subject), ('anon', anon), ('rollcall_server', rollcall_server), ('service_role', service_role)
) AS cells (actor, cell);
SELECT is_empty(
  $$SELECT FROM pg_tables WHERE schemaname = 'public' AND format('public.%I', tablename) NOT IN (SELECT relation FROM matrix)$$,
  'the matrix has every public table'
);

-- Rights end with the membership that gave them.
DELETE FROM public.chapter_members WHERE user_id IN (tap.user_id('coordinator@oslo.example'), tap.user_id('mentor1@oslo.example'));
SELECT is(pg_temp.rights_of('coordinator@oslo.example', 'public.activity_records'), '0 - - -', 'a coordinator no more sees no records');
SELECT is(pg_temp.rights_of('mentor1@oslo.example', 'public.activity_records'), '2 - - -', 'a mentor no more sees their own still, and adds none');

SELECT * FROM finish();
ROLLBACK;
