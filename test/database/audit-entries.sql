-- What the database puts into the audit log by itself: who registered or took back what is somebody else's.
BEGIN;
SELECT plan(16);
CREATE FUNCTION pg_temp.entries() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
RETURN (SELECT coalesce(string_agg(concat_ws(' ', kind, split_part(email, '@', 1), chapter.name, total, succeeded, failed, CASE WHEN submission_id IS NOT NULL THEN 'whole' END), ', '
  ORDER BY kind, chapter.name), '') FROM public.proxy_audit_log AS entry JOIN auth.users ON users.id = acting_coordinator_id LEFT JOIN public.chapters AS chapter ON chapter.id = chapter_id);
CREATE FUNCTION pg_temp.after(actor text, statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  written text;
BEGIN
  PERFORM tap.log_in(actor);
  EXECUTE statement;
  written := pg_temp.entries();
  RAISE EXCEPTION USING ERRCODE = 'TAP00', MESSAGE = written;
EXCEPTION WHEN SQLSTATE 'TAP00' THEN RETURN SQLERRM;
END
$$;
INSERT INTO public.chapter_members (chapter_id, user_id, role) VALUES
  (tap.chapter_id('Bergen'), tap.user_id('coordinator@oslo.example'), 'coordinator'),
  (tap.chapter_id('Oslo'), tap.user_id('coordinator@oslo.example'), 'peer_mentor');

SELECT is(pg_temp.after('coordinator@oslo.example', $$SELECT public.insert_bulk_activities(ARRAY[tap.activity('mentor1@oslo.example'), tap.activity('mentor2@oslo.example')])$$),
  'atomic_batch coordinator Oslo 2 2 0', 'a batch leaves one entry');
SELECT is(pg_temp.after('coordinator@oslo.example', $$SELECT public.insert_bulk_activities(ARRAY[tap.activity('mentor1@oslo.example'), tap.activity('mentor2@bergen.example'), tap.activity('coordinator@oslo.example')])$$),
  'atomic_batch coordinator Bergen 1 1 0, atomic_batch coordinator Oslo 1 1 0', 'one for each chapter; one''s own rows count for nothing');
SELECT is(pg_temp.after('coordinator@oslo.example', $$SELECT rollcall.register_activity(tap.activity('mentor1@oslo.example'))$$),
  'atomic_batch coordinator Oslo 1 1 0', 'so does a single activity of somebody else');
SELECT is(pg_temp.after('mentor1@oslo.example', $$SELECT rollcall.register_activity(tap.activity('mentor1@oslo.example'))$$), '', 'one''s own leaves none');
SELECT is(pg_temp.after('coordinator@oslo.example', format('INSERT INTO public.activity_records (peer_mentor_user_id, activity_type_id, recorded_at, duration_minutes)
  VALUES (%L, %L, now(), 30)', tap.user_id('mentor1@oslo.example'), tap.type_id('Phone call'))), 'atomic_batch coordinator Oslo 1 1 0', 'a plain INSERT is no way round');
SELECT is(pg_temp.after('coordinator@oslo.example', 'SELECT public.insert_bulk_activities(''{}'')'), '', 'nothing registered, nothing logged');

SELECT tap.log_in('coordinator@oslo.example');
SELECT public.insert_bulk_activities(ARRAY[tap.activity('mentor1@oslo.example'), tap.activity('mentor2@bergen.example')]);
SELECT tap.log_in('mentor1@oslo.example');
SELECT rollcall.register_activity(tap.activity('mentor1@oslo.example', '{"recorded_at": "2026-03-05T10:00:00Z"}'));
SELECT is(pg_temp.after('mentor1@oslo.example', $$SELECT public.void_activities(ARRAY(SELECT id FROM public.activity_records WHERE recorded_by_user_id = peer_mentor_user_id), 'x')$$),
  'atomic_batch coordinator Bergen 1 1 0, atomic_batch coordinator Oslo 1 1 0', 'to take back one''s own leaves none');
SELECT is(pg_temp.after('coordinator@oslo.example', $$SELECT public.void_activities(ARRAY(SELECT id FROM public.activity_records), 'x')$$),
  'atomic_batch coordinator Bergen 1 1 0, atomic_batch coordinator Oslo 1 1 0, void coordinator Bergen 1 1 0, void coordinator Oslo 2 2 0',
  'to take back what is others'' leaves one for each chapter');

-- A submission: none while it runs, one for the whole when it is taken back.
SELECT tap.log_out();
CREATE TEMP TABLE submission AS SELECT rollcall.accept_submission(tap.user_id('coordinator@oslo.example'), NULL, tap.type_id('Home visit'),
  '2026-04-01T09:30:00Z', 30, ARRAY[tap.user_id('mentor1@oslo.example'), tap.user_id('mentor1@bergen.example'), tap.user_id('mentor1@tromso.example')], NULL, 10) AS id;
GRANT SELECT ON submission TO PUBLIC;
SELECT results_eq('SELECT settled, completed, succeeded FROM submission, rollcall.settle_next(id, 10)', 'VALUES (3, 3, 2)', 'a submission for several chapters');
SELECT is(pg_temp.entries(), 'atomic_batch coordinator Bergen 1 1 0, atomic_batch coordinator Oslo 1 1 0', 'its rows leave no entry of their own');
SELECT is(pg_temp.after('coordinator@oslo.example', 'SELECT public.void_submission(id, ''x'') FROM submission'),
  'atomic_batch coordinator Bergen 1 1 0, atomic_batch coordinator Oslo 1 1 0, void coordinator 2 2 0 whole', 'taken back as a whole it leaves one, with the submission');
SELECT is(pg_temp.after('coordinator@oslo.example', $$SELECT public.void_activities(ARRAY(SELECT record.id FROM public.activity_records AS record, submission WHERE bulk_submission_id = submission.id), 'x')$$),
  'atomic_batch coordinator Bergen 1 1 0, atomic_batch coordinator Oslo 1 1 0, void coordinator Bergen 1 1 0, void coordinator Oslo 1 1 0', 'taken back one by one, one for each chapter');

-- Who sees them
SELECT tap.log_in('coordinator@bergen.example');
SELECT is((SELECT count(*) FROM public.proxy_audit_log), 1::bigint, 'a chapter''s other coordinators see what was done in it');
SELECT tap.log_in('coordinator@tromso.example');
SELECT is((SELECT count(*) FROM public.proxy_audit_log), 0::bigint, 'nobody else does');
SELECT tap.log_in('mentor1@oslo.example');
SELECT is((SELECT count(*) FROM public.proxy_audit_log), 0::bigint, 'nor do mentors');
SELECT is(tap.answer_to(format('INSERT INTO public.activity_records (peer_mentor_user_id, activity_type_id, recorded_at, duration_minutes, bulk_submission_id)
  VALUES (%L, %L, now(), 30, (SELECT id FROM submission))', tap.user_id('mentor1@oslo.example'), tap.type_id('Phone call'))), '42501', 'nobody escapes the log by naming a submission');

SELECT * FROM finish();
ROLLBACK;
