-- insert_bulk_activities: all rows or none, ids in input order, who may call it, how much it takes.
BEGIN;
SELECT plan(34);

SELECT has_function('public', 'insert_bulk_activities', ARRAY['jsonb[]'], 'the function takes one jsonb[]');
SELECT function_returns('public', 'insert_bulk_activities', ARRAY['jsonb[]'], 'uuid[]', 'it answers with uuid[]');

SELECT tap.log_in('coordinator@oslo.example');

-- All of them. The mentors are not in the order of their ids, nor the times in theirs.
CREATE TEMP TABLE answer AS SELECT public.insert_bulk_activities(ARRAY[
  tap.activity('mentor3@oslo.example', '{"duration_minutes": 1}'),
  tap.activity('mentor1@oslo.example', '{"duration_minutes": 2}'),
  tap.activity('mentor5@oslo.example', '{"duration_minutes": 3, "recorded_at": "2025-03-01T09:30:00Z"}'),
  tap.activity('mentor2@oslo.example', '{"duration_minutes": 1440}'),
  tap.activity('mentor1@oslo.example', '{"duration_minutes": 5, "recorded_at": "2024-03-01T09:30:00Z"}')
]) AS ids;
SELECT results_eq(
  'SELECT record.peer_mentor_user_id, record.duration_minutes FROM answer, unnest(ids) WITH ORDINALITY AS given (id, position)
   JOIN public.activity_records AS record USING (id) ORDER BY position',
  $$VALUES (tap.user_id('mentor3@oslo.example'), 1), (tap.user_id('mentor1@oslo.example'), 2),
    (tap.user_id('mentor5@oslo.example'), 3), (tap.user_id('mentor2@oslo.example'), 1440), (tap.user_id('mentor1@oslo.example'), 5)$$,
  'a batch of 5 answers with the ids of its rows in input order'
);
SELECT is((SELECT count(*) FROM public.activity_records), 5::bigint, 'a batch of 5 inserts 5 rows');
SELECT is(
  (SELECT array_agg(DISTINCT recorded_by_user_id) FROM public.activity_records),
  ARRAY[tap.user_id('coordinator@oslo.example')],
  'the caller is the one who recorded them'
);
SELECT is(
  (SELECT count(*) FROM public.activity_records WHERE activity_type_id = tap.type_id('Phone call') AND created_at = now()::timestamptz(3)),
  5::bigint, 'they have their type, and the time of their making'
);

-- None of them.
SELECT throws_ok(
  $$SELECT public.insert_bulk_activities(ARRAY[
    tap.activity('mentor11@oslo.example'), tap.activity('mentor12@oslo.example'),
    tap.activity('mentor13@oslo.example', '{"duration_minutes": 0}'),
    tap.activity('mentor14@oslo.example'), tap.activity('mentor15@oslo.example')])$$,
  'PT400', '1 of 5 activities can''t be registered; none was saved.', 'one bad row in 5 is refused'
);
SELECT is((SELECT count(*) FROM public.activity_records), 5::bigint, 'one bad row in 5 inserts nothing');

SELECT throws_ok(
  $$SELECT public.insert_bulk_activities(ARRAY(
    SELECT tap.activity('mentor2@oslo.example', jsonb_build_object(
      'recorded_at', CASE position WHEN 7 THEN '2026-03-01T09:30:00Z' ELSE '2020-01-01T00:00:' || position + 10 || 'Z' END))
    FROM generate_series(1, 12) AS position))$$,
  'PT409', '1 of 12 activities can''t be registered; none was saved.', 'row 7 of 12 violating a unique constraint is refused'
);
SELECT is((SELECT count(*) FROM public.activity_records), 5::bigint, 'row 7 of 12 violating a unique constraint inserts nothing');

SELECT is(public.insert_bulk_activities('{}'), '{}'::uuid[], 'an empty array answers with an empty array');
SELECT is((SELECT count(*) FROM public.activity_records), 5::bigint, 'an empty array inserts nothing');
SELECT is(
  cardinality(public.insert_bulk_activities(ARRAY(SELECT tap.activity('mentor6@oslo.example',
    jsonb_build_object('recorded_at', to_char(timestamp '2020-01-01' + minute * interval '1 minute', 'YYYY-MM-DD"T"HH24:MI:SSZ')))
    FROM generate_series(1, 200) AS minute))),
  200, '200 activities are not too many'
);
SELECT is(
  (SELECT cardinality(array_agg(DISTINCT id)) FROM public.activity_records WHERE peer_mentor_user_id = tap.user_id('mentor6@oslo.example')),
  200, '200 activities are 200 rows'
);

SELECT throws_ok('SELECT public.insert_bulk_activities(NULL)', '22023', NULL, 'no array at all is refused');
SELECT throws_ok(
  $$SELECT public.insert_bulk_activities(ARRAY[ARRAY[tap.activity('mentor7@oslo.example')], ARRAY[tap.activity('mentor8@oslo.example')]])$$,
  '22023', NULL, 'an array of arrays is refused'
);
SELECT is(
  public.insert_bulk_activities(ARRAY[tap.activity('mentor7@oslo.example', jsonb_build_object('peer_mentor_user_id', upper(tap.user_id('mentor7@oslo.example')::text)))]) IS NOT NULL,
  true, 'a UUID may be written in upper case'
);

-- Too many of them, whatever they are.
SELECT throws_ok(
  $$SELECT public.insert_bulk_activities(array_fill('"garbage"'::jsonb, ARRAY[201]))$$,
  '54000', 'At most 200 activities can be registered at once; 201 were given.', '201 rows are refused before they are looked at'
);
CREATE FUNCTION pg_temp.excess() RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  detail text;
BEGIN
  RETURN public.insert_bulk_activities(array_fill(NULL::jsonb, ARRAY[3, 100]));
EXCEPTION WHEN program_limit_exceeded THEN
  GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
  RETURN detail;
END
$$;
SELECT is(pg_temp.excess()::jsonb, '{"limit": 200, "received": 300}', 'the limit and what was received are told, nested or not');

-- Who may. Whoever may not is told so before anything else but the size.
SELECT tap.log_in('mentor1@oslo.example');
SELECT throws_ok('SELECT public.insert_bulk_activities(''{}'')', '42501', 'Only a coordinator may register activities in bulk.',
  'a peer mentor is refused');
SELECT is(tap.verdict(tap.activity('mentor1@oslo.example')), '42501', 'a peer mentor is refused even for their own activity');
SELECT is(tap.verdict('"garbage"'), '42501', 'a peer mentor''s rows are not looked at');
SELECT is(tap.verdict(VARIADIC array_fill('{}'::jsonb, ARRAY[201])), '54000', 'the size is looked at first');

SELECT tap.present_token('authenticated', '{"role": "authenticated"}');
SELECT is(tap.verdict(VARIADIC '{}'), '42501', 'a token without a subject is refused');
SELECT is(tap.verdict(tap.activity('mentor1@oslo.example')), '42501', 'a token without a subject is refused, whatever it sends');
SELECT tap.present_token('authenticated', NULL);
SELECT is(tap.verdict(VARIADIC '{}'), '42501', 'no claims at all are refused');
SELECT tap.present_token('authenticated', '{"sub": "00000000-0000-4000-8000-000000000000"}');
SELECT is(tap.verdict(VARIADIC '{}'), '42501', 'a subject who is nobody here is refused');
SELECT tap.present_token('anon', '{"role": "anon"}');
SELECT throws_ok('SELECT public.insert_bulk_activities(''{}'')', '42501', 'permission denied for function insert_bulk_activities',
  'anon is refused by the database itself');
SELECT tap.present_token('service_role', '{"role": "service_role"}');
SELECT throws_ok('SELECT public.insert_bulk_activities(''{}'')', '42501', 'permission denied for function insert_bulk_activities',
  'service_role is refused by the database itself');

-- For whom: the first of the three cases; the others stand in plain-inserts.sql.
SELECT tap.log_in('coordinator@bergen.example');
SELECT is(tap.verdict(tap.activity('mentor1@bergen.example')), 'accepted', 'a coordinator for an own mentor succeeds');
SELECT is(tap.verdict(tap.activity('mentor4@oslo.example')), 'PT400 0/peer_mentor_user_id/PEER_MENTOR_NOT_FOUND',
  'a coordinator for another chapter''s mentor fails');
SELECT is(tap.verdict(tap.activity('coordinator@bergen.example')), 'PT403 0/peer_mentor_user_id/MENTOR_NOT_IN_YOUR_CHAPTERS',
  'a coordinator who is no peer mentor can''t be recorded as one');
RESET ROLE;
INSERT INTO public.chapter_members VALUES
  ((SELECT id FROM public.chapters WHERE name = 'Oslo'), tap.user_id('coordinator@bergen.example'), 'peer_mentor');
SELECT tap.log_in('coordinator@bergen.example');
SELECT is(tap.verdict(tap.activity('coordinator@bergen.example')), 'accepted',
  'a coordinator who is a peer mentor elsewhere may record their own activity');
SELECT is(tap.verdict(tap.activity('mentor4@oslo.example')), 'PT400 0/peer_mentor_user_id/PEER_MENTOR_NOT_FOUND',
  'but nobody else''s there');

SELECT * FROM finish();
ROLLBACK;
