-- A record belongs to a chapter: which one, who decides, closed books, and that it stays there when people move.
BEGIN;
SELECT plan(45);

-- mentor1@oslo.example is a mentor in Bergen too, and has been in Oslo for longer; coordinator@oslo.example coordinates both.
UPDATE public.chapter_members SET since = '2020-01-01' WHERE chapter_id = tap.chapter_id('Oslo');
INSERT INTO public.chapter_members (chapter_id, user_id, role, since) VALUES
  (tap.chapter_id('Bergen'), tap.user_id('mentor1@oslo.example'), 'peer_mentor', '2021-01-01'),
  (tap.chapter_id('Bergen'), tap.user_id('coordinator@oslo.example'), 'coordinator', '2021-01-01'),
  (tap.chapter_id('Tromsø'), tap.user_id('mentor2@oslo.example'), 'peer_mentor', '2010-01-01');

CREATE FUNCTION pg_temp.chapter_of(ids uuid[]) RETURNS text LANGUAGE sql SECURITY DEFINER
RETURN (SELECT string_agg(chapter.name, ' ' ORDER BY position) FROM unnest(ids) WITH ORDINALITY AS given (id, position)
  JOIN public.activity_records AS record ON record.id = given.id JOIN public.chapters AS chapter ON chapter.id = record.chapter_id);
CREATE FUNCTION pg_temp.named(mentor text, chapter text) RETURNS jsonb LANGUAGE sql STABLE
RETURN tap.activity(mentor, jsonb_build_object('chapter_id', coalesce(tap.chapter_id(chapter), '7c9e6679-7425-40de-944b-e07fc1f90ae7'),
  'recorded_at', '2026-02-01T09:30:00Z'));

SELECT tap.log_in('coordinator@oslo.example');
SELECT is(pg_temp.chapter_of(public.insert_bulk_activities(ARRAY[
  tap.activity('mentor1@oslo.example'), tap.activity('mentor2@oslo.example'), tap.activity('mentor1@bergen.example')])),
  'Oslo Oslo Bergen', 'a batch is stamped with the chapter, of those that mentor and caller share, that the mentor has been in longest');
SELECT is(pg_temp.chapter_of(public.insert_bulk_activities(ARRAY[
  pg_temp.named('mentor1@oslo.example', 'Bergen'), pg_temp.named('mentor2@oslo.example', 'Oslo')])),
  'Bergen Oslo', 'a row may name its chapter');
SELECT is(pg_temp.chapter_of(ARRAY[rollcall.register_activity(tap.activity('mentor3@oslo.example'))]), 'Oslo', 'a single activity is stamped too');
SELECT is(tap.verdict(pg_temp.named('mentor3@oslo.example', 'Tromsø')), 'PT400 0/chapter_id/CHAPTER_NOT_FOUND', 'a chapter that is not the caller''s');
SELECT is(tap.verdict(pg_temp.named('mentor3@oslo.example', 'Nowhere')), 'PT400 0/chapter_id/CHAPTER_NOT_FOUND', 'a chapter that there is not gets the same answer');
SELECT is(tap.verdict(pg_temp.named('mentor3@oslo.example', 'Bergen')), 'PT403 0/peer_mentor_user_id/MENTOR_NOT_IN_YOUR_CHAPTERS',
  'a chapter of the caller''s that the mentor is not in');
SELECT is(tap.verdict(pg_temp.named('mentor1@tromso.example', 'Oslo')), 'PT400 0/peer_mentor_user_id/PEER_MENTOR_NOT_FOUND',
  'another chapter''s mentor under an own chapter is as unknown as ever');
SELECT is(tap.verdict(tap.activity('mentor6@oslo.example', '{"chapter_id": "Oslo"}')), 'PT400 0/chapter_id/INVALID_VALUE', 'a chapter that is no UUID');
SELECT is(tap.verdict(tap.activity('mentor4@oslo.example', '{"chapter_id": null}')), 'accepted', 'chapter_id may be null');
SELECT is(tap.verdict(tap.activity('mentor4@oslo.example', '{"bulk_submission_id": "7c9e6679-7425-40de-944b-e07fc1f90ae7"}')),
  'PT400 0/bulk_submission_id/INVALID_VALUE', 'no payload says what submission it belongs to');
SELECT is(tap.verdict(tap.activity('mentor4@oslo.example', '{"voided_at": null}')), 'PT400 0/voided_at/INVALID_VALUE', 'nor that it is void');

-- Plain INSERTs
CREATE FUNCTION pg_temp.plain(mentor text, chapter text) RETURNS text LANGUAGE sql
RETURN tap.answer_to(format('INSERT INTO public.activity_records (peer_mentor_user_id, activity_type_id, duration_minutes, recorded_at, chapter_id)
  VALUES (%L, %L, 30, ''2026-01-01T09:30:00Z'', %L)', tap.user_id(mentor), tap.type_id('Phone call'), tap.chapter_id(chapter)));
SELECT is(pg_temp.plain('mentor1@oslo.example', 'Bergen'), '1', 'a plain INSERT may name a chapter of both');
SELECT is(pg_temp.plain('mentor1@oslo.example', NULL), '1', 'and may leave it out');
SELECT is(pg_temp.plain('mentor3@oslo.example', 'Bergen'), '42501', 'it can''t name one that is not the mentor''s');
SELECT is(pg_temp.plain('mentor2@oslo.example', 'Tromsø'), '42501', 'nor one that is not the caller''s');
INSERT INTO public.activity_records (peer_mentor_user_id, activity_type_id, duration_minutes, recorded_at)
VALUES (tap.user_id('mentor2@oslo.example'), tap.type_id('Phone call'), 30, '2026-01-02T09:30:00Z');
SELECT is((SELECT pg_temp.chapter_of(ARRAY[id]) FROM public.activity_records WHERE recorded_at = '2026-01-02T09:30:00Z'), 'Oslo',
  'left out, it is stamped with one that mentor and caller share');
SELECT tap.log_in('mentor1@oslo.example');
SELECT is(pg_temp.plain('mentor1@oslo.example', 'Bergen'), '1', 'a mentor may name any chapter that they are a mentor in');
SELECT is(pg_temp.plain('mentor1@oslo.example', 'Tromsø'), '42501', 'and no other');

-- The same activity for another chapter, which the caller can't see.
SELECT tap.log_in('coordinator@tromso.example');
SELECT lives_ok('SELECT public.insert_bulk_activities(ARRAY[tap.activity(''mentor2@oslo.example'', ''{"recorded_at": "2026-02-02T09:30:00Z"}'')])',
  'the other chapter of a mentor registers for itself');
SELECT is((SELECT count(*) FROM public.activity_records), 1::bigint, 'and sees only what counts for it');
SELECT tap.log_in('coordinator@oslo.example');
SELECT is(tap.verdict(tap.activity('mentor2@oslo.example', '{"recorded_at": "2026-02-02T09:30:00Z"}')), 'PT409 0/-/DUPLICATE_ACTIVITY',
  'the same activity twice is told also where the other one is out of sight');
SELECT is((SELECT count(*) FROM public.activity_records WHERE recorded_at = '2026-02-02T09:30:00Z'), 0::bigint, 'which it stays');

-- People move; history does not.
SELECT tap.log_out();
DELETE FROM public.chapter_members WHERE user_id = tap.user_id('mentor2@oslo.example') AND chapter_id = tap.chapter_id('Oslo');
SELECT tap.log_in('coordinator@tromso.example');
SELECT is((SELECT count(*) FROM public.activity_records WHERE peer_mentor_user_id = tap.user_id('mentor2@oslo.example')), 1::bigint,
  'a mentor''s next chapter does not see the last one''s records');
SELECT tap.log_in('coordinator@oslo.example');
SELECT is((SELECT count(*) FROM public.activity_records WHERE peer_mentor_user_id = tap.user_id('mentor2@oslo.example')), 3::bigint,
  'which the last one keeps');
SELECT is((SELECT count(*) FROM public.profiles WHERE user_id = tap.user_id('mentor2@oslo.example')), 1::bigint,
  'and with them the name of who has left');
SELECT is(tap.verdict(tap.activity('mentor2@oslo.example', '{"recorded_at": "2026-02-03T09:30:00Z"}')),
  'PT403 0/peer_mentor_user_id/MENTOR_NOT_IN_YOUR_CHAPTERS', 'but registers nothing for them any more');
SELECT tap.log_out();
DELETE FROM public.chapter_members WHERE user_id = tap.user_id('coordinator@oslo.example');
INSERT INTO public.chapter_members (chapter_id, user_id, role) VALUES (tap.chapter_id('Oslo'), tap.user_id('coordinator@bergen.example'), 'coordinator');
SELECT tap.log_in('coordinator@bergen.example');
SELECT is((SELECT count(*) FROM public.profiles WHERE user_id = tap.user_id('coordinator@oslo.example')), 1::bigint,
  'a chapter''s coordinators see the name of who registered its records, long gone or not');
SELECT is((SELECT count(*) FROM public.chapters), 3::bigint, 'the names of chapters are no secret');

-- Closed books
SELECT tap.log_out();
UPDATE public.chapters SET closed_before = '2026-01-01T00:00:00+01:00' WHERE name = 'Oslo';
SELECT tap.log_in('coordinator@bergen.example');
SELECT is(tap.verdict(tap.activity('mentor5@oslo.example', '{"recorded_at": "2025-12-31T22:59:59Z"}')), 'PT400 0/recorded_at/PERIOD_CLOSED',
  'what took place before the books were closed');
SELECT is(tap.verdict(tap.activity('mentor5@oslo.example', '{"recorded_at": "2025-12-31T23:00:00Z"}')), 'accepted', 'what took place after');
SELECT is(tap.verdict(tap.activity('mentor5@bergen.example', '{"recorded_at": "2025-12-31T22:59:59Z"}')), 'accepted', 'another chapter''s books are open');
SELECT is(tap.answer_to(format('INSERT INTO public.activity_records (peer_mentor_user_id, activity_type_id, duration_minutes, recorded_at)
  VALUES (%L, %L, 30, ''2025-12-01T00:00:00Z'')', tap.user_id('mentor5@oslo.example'), tap.type_id('Phone call'))), '23514', 'a plain INSERT is no way round');
SELECT tap.log_out();
SELECT is(tap.answer_to(format('INSERT INTO public.activity_records (peer_mentor_user_id, activity_type_id, duration_minutes, recorded_at)
  VALUES (%L, %L, 30, ''2025-12-01T00:00:00Z'')', tap.user_id('mentor5@oslo.example'), tap.type_id('Phone call'))), '23514', 'nor is a superuser''s');

-- What chapters are
SELECT is(tap.answer_to(format('UPDATE public.chapters SET time_zone = %L', zone)), told, format('"%s" as a time zone', zone))
FROM (VALUES ('Europe/Oslo', '3'), ('America/Argentina/Buenos_Aires', '3'), ('Etc/GMT+3', '3'), ('UTC', '3'),
  ('Europe/Atlantis', '23514'), ('europe/oslo', '23514'), ('+02:00', '23514'), ('', '23514')) AS given (zone, told);
SELECT throws_ok('DELETE FROM public.chapters WHERE name = ''Oslo''', '23503', 'The chapter "Oslo" has activities on record, and can''t be deleted.',
  'a chapter with records is not deleted');
INSERT INTO public.chapters (name) VALUES ('Hamar');
SELECT lives_ok('DELETE FROM public.chapters WHERE name = ''Hamar''', 'one without is');

-- A token's subject
SELECT tap.present_token('authenticated', '{"sub": "not-a-uuid"}');
SELECT is((SELECT count(*) FROM public.activity_records), 0::bigint, 'a subject that is no UUID is nobody, not an error');
SELECT is(tap.verdict(tap.activity('mentor1@oslo.example')), '42501', 'who may do nothing');

SELECT * FROM finish();
ROLLBACK;
