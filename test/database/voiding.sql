-- void_activities and void_submission: who may take back what, all or nothing, and that nothing else changes a record.
BEGIN;
SELECT plan(52);

SELECT tap.log_in('coordinator@oslo.example');
CREATE TEMP TABLE record AS
SELECT name, (public.insert_bulk_activities(ARRAY[tap.activity('mentor1@oslo.example', jsonb_build_object('recorded_at', moment))]))[1] AS id
FROM (VALUES ('one', '2026-03-01T09:30:00Z'), ('two', '2026-03-02T09:30:00Z'), ('three', '2026-03-03T09:30:00Z'), ('last year', '2025-03-01T09:30:00Z'))
  AS given (name, moment);
GRANT ALL ON record TO PUBLIC;
SELECT tap.log_in('mentor1@oslo.example');
INSERT INTO record SELECT 'own', rollcall.register_activity(tap.activity('mentor1@oslo.example', '{"recorded_at": "2026-03-04T09:30:00Z"}'));
SELECT tap.log_in('coordinator@bergen.example');
INSERT INTO record SELECT 'elsewhere', (public.insert_bulk_activities(ARRAY[tap.activity('mentor1@bergen.example')]))[1];
INSERT INTO record VALUES ('nowhere', '7c9e6679-7425-40de-944b-e07fc1f90ae7'), ('null', NULL);
SELECT tap.log_out();
CREATE FUNCTION pg_temp.ids(names text[]) RETURNS uuid[] LANGUAGE sql STABLE
RETURN (SELECT coalesce(array_agg(record.id ORDER BY position), '{}') FROM unnest(names) WITH ORDINALITY AS given (name, position) JOIN record USING (name));
CREATE FUNCTION pg_temp.voiding(actor text, VARIADIC names text[]) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tap.log_in(actor);
  RETURN tap.issues_of(format('SELECT public.void_activities(%L, ''a mistake'')', pg_temp.ids(names)));
END
$$;

-- Who may
SELECT is(pg_temp.voiding('coordinator@oslo.example', 'one', 'two', 'own'), '3', 'a coordinator takes back what counts for their chapter, whoever registered it');
SELECT is(pg_temp.voiding('mentor1@oslo.example', 'own'), '1', 'a mentor takes back what they registered themselves');
SELECT is(pg_temp.voiding('mentor1@oslo.example', 'one'), 'PT403 0/-/VOID_NOT_ALLOWED', 'but not what their coordinator registered');
SELECT is(pg_temp.voiding('coordinator@bergen.example', 'one'), 'PT400 0/-/ACTIVITY_NOT_FOUND', 'another chapter''s is not found');
SELECT is(pg_temp.voiding('coordinator@bergen.example', 'nowhere'), 'PT400 0/-/ACTIVITY_NOT_FOUND', 'as is what there is not');
SELECT is(pg_temp.voiding('mentor2@oslo.example', 'own'), 'PT400 0/-/ACTIVITY_NOT_FOUND', 'nor is another mentor''s');
SELECT is(pg_temp.voiding('coordinator@oslo.example', 'null'), 'PT400 0/-/ACTIVITY_NOT_FOUND', 'no id is no activity');
SELECT is(pg_temp.voiding('coordinator@oslo.example', 'one', 'elsewhere', 'two', 'nowhere'), 'PT400 1/-/ACTIVITY_NOT_FOUND 3/-/ACTIVITY_NOT_FOUND',
  'each that can''t be taken back is named by its place');
SELECT is(pg_temp.voiding('coordinator@oslo.example', 'one', 'one'), '1', 'the same id twice counts once');
SELECT is(pg_temp.voiding('coordinator@oslo.example', VARIADIC '{}'), '0', 'no ids: nothing');
SELECT tap.present_token('authenticated', '{"role": "authenticated"}');
SELECT is(tap.issues_of('SELECT public.void_activities(''{}'', ''a mistake'')'), '42501', 'who is nobody is refused');
SELECT tap.present_token('anon', '{"role": "anon"}');
SELECT is(tap.issues_of('SELECT public.void_activities(''{}'', ''a mistake'')'), '42501', 'so is anon');

-- What is asked for
SELECT tap.log_in('coordinator@oslo.example');
SELECT is(tap.issues_of(format('SELECT public.void_activities(%L, %L)', pg_temp.ids('{one}'), reason)), told, 'a reason: ' || coalesce(left(reason, 10), 'none'))
FROM (VALUES (NULL, '22023'), ('', '22023'), ('   ', '22023'), (repeat('x', 501), '22023'), (repeat('x', 500), '1')) AS given (reason, told);
SELECT is(tap.issues_of('SELECT public.void_activities(array_fill(gen_random_uuid(), ARRAY[201]), ''a mistake'')'), '54000', 'more than 200 are too many');
SELECT is(tap.issues_of('SELECT public.void_activities(NULL, ''a mistake'')'), '22023', 'no list is refused');

-- What it does
SELECT is(public.void_activities(pg_temp.ids('{one,two}'), 'wrong day'), 2, 'two are taken back');
SELECT results_eq(
  $$SELECT voided_at, voided_by, void_reason FROM public.activity_records WHERE id = ANY (pg_temp.ids('{one}'))$$,
  $$VALUES (now()::timestamptz(3), tap.user_id('coordinator@oslo.example'), 'wrong day')$$, 'they stay on record: when, by whom and why'
);
SELECT is(public.void_activities(pg_temp.ids('{one,two}'), 'another reason'), 0, 'the same again changes nothing');
SELECT is((SELECT array_agg(DISTINCT void_reason) FROM public.activity_records WHERE voided_at IS NOT NULL), ARRAY['wrong day'], 'not even the reason');
SELECT is(public.void_activities(pg_temp.ids('{two,three}'), 'too'), 1, 'what is left of a list is taken back');
SELECT is(tap.issues_of(format('SELECT public.void_activities(%L, ''x'')', pg_temp.ids('{own,elsewhere}'))), 'PT400 1/-/ACTIVITY_NOT_FOUND', 'all or none:');
SELECT is((SELECT count(*) FROM public.activity_records WHERE voided_at IS NULL), 2::bigint, 'none');
SELECT is(tap.verdict(tap.activity('mentor1@oslo.example')), 'accepted', 'what was taken back no longer stands in the way');
SELECT lives_ok('SELECT public.insert_bulk_activities(ARRAY[tap.activity(''mentor1@oslo.example'')])', 'and is registered again');
SELECT is(tap.verdict(tap.activity('mentor1@oslo.example')), 'PT409 0/-/DUPLICATE_ACTIVITY', 'once');

-- Nothing else changes a record
CREATE TEMP TABLE attempt (statement text);
GRANT SELECT ON attempt TO PUBLIC;
INSERT INTO attempt VALUES ('SET duration_minutes = 1'), ('SET voided_at = NULL, voided_by = NULL, void_reason = NULL'), ('SET void_reason = ''x'' WHERE voided_at IS NOT NULL'),
  ('SET voided_at = now(), void_reason = ''x'' WHERE voided_at IS NULL'), ('SET bulk_submission_id = gen_random_uuid()'),
  ('SET peer_mentor_user_id = recorded_by_user_id WHERE peer_mentor_user_id <> recorded_by_user_id'), ('SET chapter_id = gen_random_uuid()');
SELECT is(tap.answer_to('UPDATE public.activity_records ' || statement), '42501', 'a coordinator: UPDATE ' || statement) FROM attempt;
SELECT tap.log_out();
SELECT is(tap.answer_to('UPDATE public.activity_records ' || statement), '42501', 'a superuser: UPDATE ' || statement) FROM attempt;
SELECT is(tap.answer_to('DELETE FROM public.activity_records'), '42501', 'a superuser: DELETE');

-- Closed books
UPDATE public.chapters SET closed_before = '2026-01-01' WHERE name = 'Oslo';
SELECT is(pg_temp.voiding('coordinator@oslo.example', 'own', 'last year'), 'PT400 1/-/PERIOD_CLOSED', 'a year that was reported does not change');

-- Submissions
SELECT tap.log_out();
CREATE TEMP TABLE submission AS SELECT rollcall.accept_submission(tap.user_id('coordinator@oslo.example'), tap.chapter_id('Oslo'), tap.type_id('Home visit'),
  '2026-04-01T09:30:00Z', 30, ARRAY(SELECT tap.user_id('mentor' || n || '@oslo.example') FROM generate_series(1, 3) AS n), NULL, 10) AS id;
GRANT SELECT ON submission TO PUBLIC;
CREATE FUNCTION pg_temp.voiding_submission(actor text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tap.log_in(actor);
  RETURN tap.issues_of(format('SELECT public.void_submission(%L, ''a mistake'')', (SELECT id FROM submission)));
END
$$;
SELECT FROM submission, rollcall.settle_next(id, 2);
SELECT is(pg_temp.voiding_submission('coordinator@oslo.example'), 'PT409', 'a submission that still runs is refused');
SELECT is(tap.issues_of(format('SELECT public.void_activities(ARRAY(SELECT id FROM public.activity_records WHERE bulk_submission_id = %L), ''x'')', id)), 'PT409',
  'as are single records of it') FROM submission;
SELECT tap.log_out();
SELECT FROM submission, rollcall.settle_next(id, 2);
SELECT is(pg_temp.voiding_submission('coordinator@bergen.example'), 'PT404', 'another chapter''s is not found');
SELECT is(pg_temp.voiding_submission('mentor1@oslo.example'), 'PT404', 'nor is it for a mentor');
SELECT is(pg_temp.voiding_submission('coordinator@oslo.example'), '3', 'a finished one is taken back as a whole');
SELECT tap.log_out();
INSERT INTO public.chapter_members (chapter_id, user_id, role) VALUES (tap.chapter_id('Oslo'), tap.user_id('coordinator@tromso.example'), 'coordinator');
SELECT is(pg_temp.voiding_submission('coordinator@tromso.example'), '3', 'by the chapter''s other coordinators too');
SELECT tap.log_out();
UPDATE public.chapters SET closed_before = '2026-05-01' WHERE name = 'Oslo';
SELECT is(pg_temp.voiding_submission('coordinator@oslo.example'), 'PT400 0/-/PERIOD_CLOSED', 'not once the books are closed');

SELECT * FROM finish();
ROLLBACK;
