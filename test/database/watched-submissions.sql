-- rollcall.look_at_submissions: each sees what the policies let them see, as when they ask by themselves.
BEGIN;
SELECT plan(6);

SELECT tap.present_token('rollcall_server', NULL);
INSERT INTO public.bulk_submissions (id, acting_coordinator_id, activity_type_id, recorded_at, duration_minutes, total, succeeded, failed, started_at, finished_at)
SELECT id, tap.user_id('coordinator@oslo.example'), tap.type_id('Phone call'), '2026-03-01T09:30:00Z', 30, 3, succeeded, failed, now(), finished_at
FROM (VALUES
  ('00000000-0000-4000-8000-00000000000a'::uuid, 1, 1, NULL::timestamptz),
  ('00000000-0000-4000-8000-00000000000b'::uuid, 2, 1, now())
) AS given (id, succeeded, failed, finished_at);

CREATE TEMP TABLE look AS
SELECT * FROM rollcall.look_at_submissions(
  ARRAY[
    tap.user_id('coordinator@oslo.example'), tap.user_id('coordinator@bergen.example'),
    tap.user_id('coordinator@oslo.example'), tap.user_id('mentor1@oslo.example'),
    tap.user_id('coordinator@oslo.example')],
  ARRAY[
    '00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000a',
    '00000000-0000-4000-8000-00000000000b', '00000000-0000-4000-8000-00000000000b',
    '00000000-0000-4000-8000-00000000000c']::uuid[]
);
SELECT results_eq(
  'SELECT * FROM look ORDER BY place',
  'VALUES (1, 2, false), (3, 3, true)',
  'coordinators see how far their submissions are; others, and what there is not, have no row'
);
SELECT is(current_user::text, 'rollcall_server', 'afterwards the server is itself again');
SELECT is(nullif(current_setting('request.jwt.claims', true), ''), NULL, 'and acts for nobody');

SELECT is_empty(
  $$SELECT FROM rollcall.look_at_submissions('{}', '{}')$$,
  'nobody sees nothing'
);
SELECT is_empty(
  $$SELECT FROM rollcall.look_at_submissions(ARRAY[NULL]::uuid[], ARRAY['00000000-0000-4000-8000-00000000000a']::uuid[])$$,
  'a viewer who is nobody sees nothing'
);
SELECT tap.log_in('coordinator@bergen.example');
SELECT is(
  tap.answer_to(format(
    'SELECT * FROM rollcall.look_at_submissions(ARRAY[%L]::uuid[], ARRAY[%L]::uuid[])',
    tap.user_id('coordinator@oslo.example'), '00000000-0000-4000-8000-00000000000a')),
  '42501',
  'nobody but the server may look with the eyes of others'
);

SELECT * FROM finish();
