-- Forgetting a person, table by table, and removing what has had its time.
BEGIN;
SELECT plan(32);

-- mentor1@oslo.example: records of their own, of others, taken back; in a submission that runs, in one that has finished.
SELECT tap.log_in('mentor1@oslo.example');
SELECT rollcall.register_activity(tap.activity('mentor1@oslo.example'));
SELECT public.void_activities(ARRAY[rollcall.register_activity(tap.activity('mentor1@oslo.example', '{"recorded_at": "2026-03-02T09:30:00Z"}'))], 'a mistake');
SELECT tap.log_in('coordinator@oslo.example');
SELECT public.insert_bulk_activities(ARRAY[tap.activity('mentor1@oslo.example', '{"recorded_at": "2026-03-03T09:30:00Z"}'), tap.activity('mentor2@oslo.example')]);
SELECT tap.log_out();
CREATE TEMP TABLE submission AS
SELECT name, rollcall.accept_submission(tap.user_id('coordinator@oslo.example'), tap.chapter_id('Oslo'), tap.type_id('Home visit'), moment::timestamptz, 30,
  ARRAY[tap.user_id('mentor1@oslo.example'), tap.user_id('mentor2@oslo.example')], NULL, 10) AS id
FROM (VALUES ('finished', '2026-03-04T09:30:00Z'), ('running', '2026-03-05T09:30:00Z')) AS given (name, moment);
SELECT FROM submission, rollcall.settle_next(id, 10) WHERE name = 'finished';
INSERT INTO public.idempotency_keys (user_id, operation, key, request_hash, response)
SELECT tap.user_id(email), 'any', 'key', 'hash', '[]' FROM unnest(ARRAY['mentor1@oslo.example', 'coordinator@oslo.example']) AS email;
CREATE TEMP TABLE person AS SELECT name, tap.user_id(name || '@oslo.example') AS id FROM unnest(ARRAY['mentor1', 'coordinator']) AS name;

-- Everywhere that a person is, by the column's type: in no table may anything of them be left.
CREATE FUNCTION pg_temp.traces(person uuid) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  found text := '';
  place record;
  hits integer;
BEGIN
  FOR place IN SELECT attrelid::regclass AS relation, attname FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    WHERE relnamespace IN ('public'::regnamespace, 'rollcall'::regnamespace) AND relkind = 'r' AND atttypid = 'uuid'::regtype AND attnum > 0 AND NOT attisdropped
    ORDER BY format('%s.%s', attrelid::regclass, attname) COLLATE "C"
  LOOP
    EXECUTE format('SELECT count(*) FROM %s WHERE %I = $1', place.relation, place.attname) USING person INTO hits;
    IF hits > 0 THEN found := found || format('%s.%s ', place.relation, place.attname); END IF;
  END LOOP;
  RETURN found;
END
$$;
SELECT is(pg_temp.traces((SELECT id FROM person WHERE name = 'mentor1')),
  'activity_records.peer_mentor_user_id activity_records.recorded_by_user_id activity_records.voided_by bulk_submission_mentors.mentor_id '
  || 'bulk_submission_outcomes.mentor_id chapter_members.user_id idempotency_keys.user_id profiles.user_id rollcall.mentor_directory.user_id ',
  'a mentor leaves traces in all these places');
SELECT is(pg_temp.traces((SELECT id FROM person WHERE name = 'coordinator')),
  'activity_records.recorded_by_user_id bulk_submissions.acting_coordinator_id chapter_members.user_id idempotency_keys.user_id profiles.user_id proxy_audit_log.acting_coordinator_id ',
  'a coordinator in these');
CREATE TEMP VIEW figures AS SELECT chapter_id, activity_type_id, recorded_at, count(*), sum(duration_minutes) FROM public.activity_records WHERE voided_at IS NULL GROUP BY 1, 2, 3;
CREATE TEMP TABLE before AS SELECT * FROM figures;

SELECT tap.log_in('coordinator@oslo.example');
SELECT is(tap.answer_to(format('SELECT rollcall.forget_user(%L)', tap.user_id('mentor1@oslo.example'))), '42501', 'a coordinator can''t forget anybody');
SELECT tap.present_token('service_role', '{"role": "service_role"}');
SELECT is(rollcall.forget_user(tap.user_id('mentor1@oslo.example')), true, 'an administrator can');
SELECT is(rollcall.forget_user('7c9e6679-7425-40de-944b-e07fc1f90ae7'), false, 'and is told where there is no such person');
SELECT tap.log_out();
SELECT is(pg_temp.traces((SELECT id FROM person WHERE name = 'mentor1')), '', 'nothing of a mentor is left');
DELETE FROM auth.users WHERE id = (SELECT id FROM person WHERE name = 'coordinator');
SELECT is(pg_temp.traces((SELECT id FROM person WHERE name = 'coordinator')), '', 'nor of a coordinator whose row of auth.users is deleted');
SELECT set_eq('SELECT * FROM figures', 'SELECT * FROM before', 'activities and minutes count as before');
SELECT is((SELECT count(*) FROM public.activity_records WHERE peer_mentor_user_id IS NULL), 4::bigint, 'their records are there');
SELECT is((SELECT count(*) FROM public.proxy_audit_log), 1::bigint, 'and the log has its entry');

-- A submission goes on without them
SELECT results_eq($$SELECT settled, completed, succeeded FROM submission, rollcall.settle_next(id, 10) WHERE name = 'running'$$, 'VALUES (2, 2, 0)', 'a submission of the forgotten comes to its end');
SELECT set_eq($$SELECT sequence, error_code::text FROM public.bulk_submission_outcomes AS outcome JOIN submission ON id = submission_id WHERE name = 'running'$$,
  $$VALUES (1, 'PERMISSION_DENIED'), (2, 'PERMISSION_DENIED')$$, 'registering nobody');
CREATE TEMP TABLE another AS SELECT rollcall.accept_submission(tap.user_id('coordinator@bergen.example'), tap.chapter_id('Bergen'), tap.type_id('Home visit'), '2026-03-05T09:30:00Z', 30,
  ARRAY[tap.user_id('mentor1@bergen.example'), tap.user_id('mentor2@bergen.example')], NULL, 10) AS id;
SELECT rollcall.forget_user(tap.user_id('mentor1@bergen.example'));
SELECT results_eq('SELECT settled, completed, succeeded FROM another, rollcall.settle_next(id, 10)', 'VALUES (2, 2, 1)', 'a mentor who is forgotten before their turn');
SELECT is((SELECT error_code FROM public.bulk_submission_outcomes JOIN another ON id = submission_id WHERE sequence = 1), 'PEER_MENTOR_NOT_FOUND', 'is not found');

-- Nobody else rewrites what is kept
SELECT is(tap.answer_to(statement), '42501', 'a superuser: ' || statement)
FROM unnest(ARRAY['DELETE FROM public.bulk_submissions', 'DELETE FROM public.bulk_submission_outcomes', 'UPDATE public.bulk_submission_outcomes SET mentor_id = NULL',
  'UPDATE public.proxy_audit_log SET acting_coordinator_id = NULL', 'TRUNCATE public.activity_records']) AS statement;

-- What has had its time
UPDATE public.idempotency_keys SET created_at = now() - interval '31 days';
INSERT INTO public.idempotency_keys (user_id, operation, key, request_hash, response) SELECT gen_random_uuid(), 'any', 'new', 'hash', '[]' FROM generate_series(1, 2);
INSERT INTO public.idempotency_keys (user_id, operation, key, request_hash, response, created_at) SELECT gen_random_uuid(), 'any', 'old', 'hash', '[]', now() - interval '40 days' FROM generate_series(1, 3);
SELECT tap.present_token('rollcall_server', NULL);
SELECT is(rollcall.remove_idempotency_keys(now() - interval '30 days', 2), 2, 'old keys go, a step at a time');
SELECT is(rollcall.remove_idempotency_keys(now() - interval '30 days', 2), 1, 'then the rest');
SELECT is(rollcall.remove_idempotency_keys(now() - interval '30 days', 2), 0, 'then nothing');
SELECT is((SELECT count(*) FROM public.idempotency_keys), 2::bigint, 'new ones stay');
SELECT is(rollcall.remove_outcomes(now() + interval '1 day'), 0, 'outcomes stay until their submission is in the log');
UPDATE public.bulk_submissions SET audited_at = now();
SELECT is(rollcall.remove_outcomes(now() - interval '1 day'), 0, 'and until they are old enough');
SELECT is(rollcall.remove_outcomes(now() + interval '1 day'), 2, 'then they go, a submission at a time');
SELECT is((SELECT count(DISTINCT submission_id) FROM public.bulk_submission_outcomes), 2::bigint, 'the others'' stay');
SELECT is(rollcall.remove_outcomes(now() + interval '1 day') + rollcall.remove_outcomes(now() + interval '1 day'), 4, 'for their turn');
SELECT is(rollcall.remove_outcomes(now() + interval '1 day'), 0, 'then nothing is left to do');
SELECT is((SELECT count(*) FROM public.bulk_submissions WHERE outcomes_expired_at IS NOT NULL AND total = 2 AND finished_at IS NOT NULL), 3::bigint, 'the submissions keep their counts');
SELECT is((SELECT count(*) FROM public.bulk_submissions AS one, rollcall.mentors_to_retry(one.id, NULL, true)), 0::bigint, 'and have nobody to retry');
SELECT tap.log_out();
SELECT is((SELECT count(*) FROM public.activity_records WHERE bulk_submission_id IS NOT NULL), 3::bigint, 'nor does any record go');

SELECT * FROM finish();
ROLLBACK;
