-- activity_records by plain INSERT, as any client of PostgREST may try: the policies and constraints alone decide.
BEGIN;
SELECT plan(29);

CREATE FUNCTION pg_temp.insert_for(mentor text, more text DEFAULT '') RETURNS text LANGUAGE sql
RETURN tap.answer_to(format(
  'INSERT INTO public.activity_records (peer_mentor_user_id, activity_type_id, duration_minutes, recorded_at%s)
   VALUES (%L, %L, 30, ''2026-03-01T09:30:00Z''%s) RETURNING id',
  CASE WHEN more <> '' THEN ', ' || split_part(more, '=', 1) END, tap.user_id(mentor), tap.type_id('Phone call'),
  CASE WHEN more <> '' THEN ', ' || split_part(more, '=', 2) END
));

SELECT tap.log_in('coordinator@oslo.example');
SELECT is(pg_temp.insert_for('mentor1@oslo.example'), '1', 'a coordinator for an own mentor succeeds');
SELECT is(pg_temp.insert_for('mentor1@bergen.example'), '42501', 'a coordinator for another chapter''s mentor fails');
SELECT is(pg_temp.insert_for('coordinator@oslo.example'), '42501', 'a coordinator for themselves fails: they are no peer mentor');
SELECT is(pg_temp.insert_for('mentor1@oslo.example', format('recorded_by_user_id=%L', tap.user_id('coordinator@oslo.example'))), '1',
  'a coordinator may say that it was them who recorded it');
SELECT is(pg_temp.insert_for('mentor1@oslo.example', format('recorded_by_user_id=%L', tap.user_id('mentor1@oslo.example'))), '42501',
  'a coordinator can''t say that the mentor recorded it');
SELECT is(pg_temp.insert_for('mentor1@oslo.example', 'recorded_by_user_id=NULL'), '42501', 'nobody can leave out who recorded it');

SELECT tap.log_in('mentor1@oslo.example');
SELECT is(pg_temp.insert_for('mentor1@oslo.example'), '1', 'a mentor for themselves succeeds');
SELECT is(pg_temp.insert_for('mentor2@oslo.example'), '42501', 'a mentor for somebody else of their chapter fails');
SELECT is(pg_temp.insert_for('mentor1@bergen.example'), '42501', 'a mentor for somebody else elsewhere fails');
SELECT is(pg_temp.insert_for('mentor1@oslo.example', format('recorded_by_user_id=%L', tap.user_id('coordinator@oslo.example'))), '42501',
  'a mentor can''t say that their coordinator recorded it');
SELECT is(pg_temp.insert_for('mentor1@oslo.example', 'id=gen_random_uuid()'), '42501', 'nobody chooses an id');
SELECT is(pg_temp.insert_for('mentor1@oslo.example', 'created_at=now()'), '42501', 'nobody says when it was recorded');
SELECT is(pg_temp.insert_for('mentor1@oslo.example', 'bulk_submission_id=NULL'), '42501', 'nobody says what submission it belongs to');
SELECT is(tap.answer_to(format('INSERT INTO public.activity_records (peer_mentor_user_id, activity_type_id, duration_minutes, recorded_at)
  VALUES (%L, %L, %s, %L)', tap.user_id('mentor1@oslo.example'), tap.type_id('Phone call'), minutes, moment)), expected, told)
FROM (VALUES
  (0, '2026-03-01T09:30:00Z', '23514', 'no duration is refused by the table itself'),
  (1441, '2026-03-01T09:30:00Z', '23514', 'a duration above a day is refused by the table itself'),
  (30, '1899-12-31T23:59:59Z', '23514', 'a time before 1900 is refused by the table itself'),
  (30, (now() + interval '25 hours')::text, '23514', 'a time more than a day ahead is refused by the table itself')
) AS given (minutes, moment, expected, told);
SELECT is(tap.answer_to(format('INSERT INTO public.activity_records (peer_mentor_user_id, activity_type_id, duration_minutes, recorded_at)
  SELECT %L, %L, 30, ''2026-03-01T09:30:00Z'' FROM generate_series(1, 2)', tap.user_id('mentor1@oslo.example'), tap.type_id('Phone call'))),
  '23505', 'the same activity twice is refused by the table itself');
SELECT is(tap.answer_to(format('INSERT INTO public.activity_records (peer_mentor_user_id, activity_type_id, duration_minutes, recorded_at)
  VALUES (%L, gen_random_uuid(), 30, ''2026-03-01T09:30:00Z'')', tap.user_id('mentor1@oslo.example'))),
  '23503', 'an unknown activity type is refused by the table itself');

SELECT tap.log_in('coordinator@bergen.example');
SELECT is(pg_temp.insert_for('mentor1@bergen.example'), '1', 'the other chapter''s coordinator succeeds for their mentor');
SELECT is(pg_temp.insert_for('mentor1@oslo.example'), '42501', 'and fails for the first one''s');

SELECT tap.present_token('authenticated', '{"role": "authenticated"}');
SELECT is(pg_temp.insert_for('mentor1@oslo.example'), '42501', 'a token without a subject fails');
SELECT tap.present_token('anon', format('{"sub": "%s", "role": "anon"}', tap.user_id('mentor1@oslo.example'))::jsonb);
SELECT is(pg_temp.insert_for('mentor1@oslo.example'), '42501', 'anon fails, whatever its token says');
SELECT tap.present_token('service_role', '{"role": "service_role"}');
SELECT is(pg_temp.insert_for('mentor1@oslo.example'), '42501', 'service_role fails: records are made by people');

-- The other door for one activity, with the same rules and better words.
CREATE FUNCTION pg_temp.register_for(mentor text, changes jsonb DEFAULT '{}') RETURNS text LANGUAGE sql
RETURN tap.answer_to(format('SELECT rollcall.register_activity(%L)', tap.activity(mentor, changes)));
SELECT tap.log_in('mentor1@oslo.example');
SELECT is(pg_temp.register_for('mentor1@oslo.example') || ' ' || pg_temp.register_for('mentor2@oslo.example')
  || ' ' || pg_temp.register_for('mentor1@oslo.example', '{"peer_mentor_user_id": "x"}'), '1 42501 PT400',
  'register_activity: a mentor for themselves, for somebody else, for a malformed id');
SELECT tap.log_in('coordinator@oslo.example');
SELECT is(pg_temp.register_for('mentor1@oslo.example') || ' ' || pg_temp.register_for('mentor1@bergen.example'), '1 PT400',
  'register_activity: a coordinator for an own mentor, for another chapter''s');
SELECT tap.present_token('authenticated', '{"role": "authenticated"}');
SELECT is(pg_temp.register_for('mentor1@oslo.example'), '42501', 'register_activity: a token without a subject');
SELECT tap.log_in('nobody@oslo.example');
SELECT is(pg_temp.register_for('mentor1@oslo.example'), '42501', 'register_activity: a token of nobody here');
SELECT tap.present_token('anon', '{"role": "anon"}');
SELECT is(pg_temp.register_for('mentor1@oslo.example'), '42501', 'register_activity: anon');

SELECT * FROM finish();
ROLLBACK;
