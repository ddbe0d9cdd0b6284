-- What a submission does in the database: settling, previewing, retrying, who sees it.
BEGIN;
SELECT plan(42);

INSERT INTO public.chapter_members (chapter_id, user_id, role) VALUES (tap.chapter_id('Bergen'), tap.user_id('coordinator@oslo.example'), 'coordinator');
CREATE FUNCTION pg_temp.mentors(VARIADIC names text[]) RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER
RETURN ARRAY(SELECT coalesce(tap.user_id(name), '7c9e6679-7425-40de-944b-e07fc1f90ae7') FROM unnest(names) WITH ORDINALITY AS given (name, position) ORDER BY position);
CREATE FUNCTION pg_temp.accept(chapter text, moment timestamptz, mentors uuid[], retry_of uuid DEFAULT NULL, most_active integer DEFAULT 10) RETURNS uuid LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tap.present_token('rollcall_server', NULL);
  RETURN rollcall.accept_submission(tap.user_id('coordinator@oslo.example'), tap.chapter_id(chapter), tap.type_id('Home visit'), moment, 30, mentors, retry_of, most_active);
END
$$;
CREATE FUNCTION pg_temp.settle(submission uuid, at_most integer, failure public.mentor_submission_error_code DEFAULT NULL) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tap.present_token('rollcall_server', NULL);
  RETURN (SELECT concat_ws(' ', settled, completed, succeeded) FROM rollcall.settle_next(submission, at_most, failure));
END
$$;
CREATE FUNCTION pg_temp.outcomes(submission uuid) RETURNS text LANGUAGE sql SECURITY DEFINER
RETURN (SELECT string_agg(concat_ws(' ', sequence, coalesce(error_code::text, 'SUCCESS'), succeeded_so_far), ', ' ORDER BY sequence)
  FROM public.bulk_submission_outcomes AS outcome WHERE outcome.submission_id = submission);

-- Settling: everything that can be wrong with a mentor, among good ones.
SELECT tap.log_in('coordinator@oslo.example');
SELECT public.insert_bulk_activities(ARRAY[tap.activity('mentor2@oslo.example', jsonb_build_object('activity_type_id', tap.type_id('Home visit')))]);
CREATE TEMP TABLE submission (name text, id uuid);
GRANT ALL ON submission TO PUBLIC;
INSERT INTO submission SELECT 'mixed', pg_temp.accept('Oslo', '2026-03-01T09:30:00Z', pg_temp.mentors('mentor1@oslo.example', 'mentor2@oslo.example',
  'mentor1@bergen.example', 'mentor1@tromso.example', 'nobody', 'mentor3@oslo.example', 'mentor4@oslo.example'));
CREATE FUNCTION pg_temp.id(wanted text) RETURNS uuid LANGUAGE sql STABLE RETURN (SELECT id FROM submission WHERE name = wanted);
SELECT is(pg_temp.settle(pg_temp.id('mixed'), 6), '6 6 2', 'six of seven mentors are settled, two of them with success');
SELECT is(pg_temp.outcomes(pg_temp.id('mixed')),
  '1 SUCCESS 1, 2 DUPLICATE_ACTIVITY 1, 3 MENTOR_NOT_IN_YOUR_CHAPTERS 1, 4 PEER_MENTOR_NOT_FOUND 1, 5 PEER_MENTOR_NOT_FOUND 1, 6 SUCCESS 2',
  'each with what is in the way, by position');
SELECT is(tap.answer_to('SELECT FROM public.bulk_submission_mentors'), '1', 'whose turn is still to come stays in the selection');
SELECT is(pg_temp.settle(pg_temp.id('mixed'), 6), '1 7 3', 'then the last');
SELECT is(pg_temp.settle(pg_temp.id('mixed'), 6), '0 7 3', 'then nobody is left');
SELECT tap.log_out();
SELECT results_eq($$SELECT finished_at IS NOT NULL, succeeded, failed FROM public.bulk_submissions WHERE id = pg_temp.id('mixed')$$, 'VALUES (true, 3, 4)', 'it has finished');
SELECT results_eq(
  $$SELECT DISTINCT chapter_id, recorded_by_user_id, duration_minutes FROM public.activity_records WHERE bulk_submission_id = pg_temp.id('mixed')$$,
  $$VALUES (tap.chapter_id('Oslo'), tap.user_id('coordinator@oslo.example'), 30)$$, 'the records are the coordinator''s, for the chapter'
);
SELECT is((SELECT count(*) FROM public.bulk_submission_outcomes JOIN public.activity_records AS record ON record.id = activity_id
  WHERE submission_id = pg_temp.id('mixed') AND record.peer_mentor_user_id = mentor_id AND record.bulk_submission_id = submission_id), 3::bigint,
  'each outcome has its own mentor''s record');

-- Ends that are nobody's fault
INSERT INTO submission SELECT 'cancelled', pg_temp.accept('Oslo', '2026-03-02T09:30:00Z', pg_temp.mentors('mentor1@oslo.example', 'mentor2@oslo.example', 'mentor3@oslo.example'));
SELECT is(pg_temp.settle(pg_temp.id('cancelled'), 1), '1 1 1', 'one is registered');
SELECT is(pg_temp.settle(pg_temp.id('cancelled'), 10, 'CANCELLED'), '2 3 1', 'the rest end as they are told');
SELECT is(pg_temp.outcomes(pg_temp.id('cancelled')), '1 SUCCESS 1, 2 CANCELLED 1, 3 CANCELLED 1', 'without a record');
INSERT INTO submission SELECT 'dismissed', pg_temp.accept('Oslo', '2026-03-03T09:30:00Z', pg_temp.mentors('mentor1@oslo.example', 'mentor2@oslo.example'));
SELECT tap.log_out();
DELETE FROM public.chapter_members WHERE user_id = tap.user_id('coordinator@oslo.example') AND role = 'coordinator';
SELECT is(pg_temp.settle(pg_temp.id('dismissed'), 10), '2 2 0', 'whoever is no coordinator any more registers nobody');
SELECT is(pg_temp.outcomes(pg_temp.id('dismissed')), '1 PERMISSION_DENIED 0, 2 PERMISSION_DENIED 0', 'for lack of permission');
SELECT tap.log_out();
INSERT INTO public.chapter_members (chapter_id, user_id, role) SELECT id, tap.user_id('coordinator@oslo.example'), 'coordinator' FROM public.chapters WHERE name <> 'Tromsø';
INSERT INTO submission SELECT 'closed', pg_temp.accept('Oslo', '2026-03-04T09:30:00Z', pg_temp.mentors('mentor1@oslo.example'));
SELECT tap.log_out();
UPDATE public.chapters SET closed_before = '2026-03-05' WHERE name = 'Oslo';
SELECT is(pg_temp.settle(pg_temp.id('closed'), 10) || ': ' || pg_temp.outcomes(pg_temp.id('closed')), '1 1 0: 1 PERIOD_CLOSED 0', 'books that were closed meanwhile');
SELECT tap.log_out();
UPDATE public.chapters SET closed_before = NULL;
CREATE FUNCTION pg_temp.without_right() RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  REVOKE INSERT ON public.activity_records FROM rollcall_batch;
  RETURN pg_temp.settle(pg_temp.accept('Oslo', '2026-03-06T09:30:00Z', pg_temp.mentors('mentor1@oslo.example')), 10);
EXCEPTION WHEN OTHERS THEN
  RETURN concat_ws(' ', SQLSTATE, SQLERRM);
END
$$;
SELECT is(pg_temp.without_right(), '42501 permission denied for table activity_records', 'a right that was taken from Rollcall itself is told as what it is');

-- As many as one may
SELECT is(pg_temp.accept('Oslo', '2026-03-07T09:30:00Z', pg_temp.mentors('mentor1@oslo.example'), NULL, 0), NULL, 'no more submissions than may be active');

-- Who sees it
CREATE FUNCTION pg_temp.seen(actor text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tap.log_in(actor);
  RETURN (SELECT count(*) FROM public.bulk_submissions) || ' ' || (SELECT count(*) FROM public.bulk_submission_outcomes);
END
$$;
SELECT tap.log_out();
INSERT INTO public.chapter_members (chapter_id, user_id, role) VALUES (tap.chapter_id('Oslo'), tap.user_id('coordinator@tromso.example'), 'coordinator');
SELECT is(pg_temp.seen('coordinator@oslo.example'), '4 13', 'who submitted it sees it and its outcomes');
SELECT is(pg_temp.seen('coordinator@tromso.example'), '4 13', 'so do the chapter''s other coordinators');
SELECT is(pg_temp.seen('coordinator@bergen.example'), '0 0', 'those of other chapters do not');
SELECT is(pg_temp.seen('mentor1@oslo.example'), '0 0', 'nor do mentors');

-- The family of retries
CREATE FUNCTION pg_temp.to_retry(submission text, mentors uuid[], corrected boolean) RETURNS integer LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tap.present_token('rollcall_server', NULL);
  RETURN (SELECT count(*) FROM rollcall.mentors_to_retry(pg_temp.id(submission), mentors, corrected));
END
$$;
SELECT is(pg_temp.to_retry('mixed', NULL, false), 0, 'what would only fail again is not retried by itself');
SELECT is(pg_temp.to_retry('mixed', NULL, true), 1, 'with a corrected template it may be');
SELECT is(pg_temp.to_retry('mixed', pg_temp.mentors('mentor1@tromso.example', 'mentor1@oslo.example'), false), 1, 'those that are named are, where they failed');
SELECT is(pg_temp.to_retry('cancelled', NULL, false), 2, 'who was cancelled is retried');
INSERT INTO submission SELECT 'child', pg_temp.accept('Oslo', '2026-03-02T09:30:00Z', pg_temp.mentors('mentor2@oslo.example', 'mentor3@oslo.example'), pg_temp.id('cancelled'));
SELECT is(pg_temp.to_retry('cancelled', NULL, false), 0, 'not while a retry is about to register them');
SELECT is(pg_temp.settle(pg_temp.id('child'), 10, 'CANCELLED'), '2 2 0', 'the retry fails too');
SELECT is(pg_temp.to_retry('cancelled', NULL, false) + pg_temp.to_retry('child', NULL, false), 4, 'then each may be retried');
INSERT INTO submission SELECT 'other child', pg_temp.accept('Oslo', '2026-03-02T10:30:00Z', pg_temp.mentors('mentor2@oslo.example', 'mentor3@oslo.example'), pg_temp.id('cancelled'));
SELECT is(pg_temp.to_retry('child', NULL, true), 0, 'nor while another branch of the family is about to');
SELECT is(pg_temp.settle(pg_temp.id('other child'), 10), '2 2 2', 'which registers them');
SELECT is(pg_temp.to_retry('child', NULL, true), 0, 'whom one branch has registered, no other does');
SELECT tap.log_in('coordinator@oslo.example');
SELECT is(public.void_activities(ARRAY(SELECT id FROM public.activity_records WHERE bulk_submission_id = pg_temp.id('other child') AND peer_mentor_user_id = tap.user_id('mentor2@oslo.example')), 'x'), 1, 'what was taken back');
SELECT is(pg_temp.to_retry('child', NULL, false), 1, 'counts as not registered');

-- Preview: the same verdicts, nothing written
SELECT tap.log_in('coordinator@oslo.example');
CREATE FUNCTION pg_temp.preview(moment timestamptz, chapter text, VARIADIC mentors text[]) RETURNS text LANGUAGE sql
RETURN (SELECT coalesce(string_agg(concat_ws(' ', position, error_code, CASE WHEN same_day_activity_id IS NOT NULL THEN 'same day' END), ', ' ORDER BY position), '')
  FROM rollcall.preview_submission(pg_temp.mentors(VARIADIC mentors), tap.type_id('Home visit'), moment, 30, tap.chapter_id(chapter)));
SELECT is(pg_temp.preview('2026-03-01T09:30:00Z', 'Oslo', 'mentor5@oslo.example', 'mentor2@oslo.example', 'mentor1@bergen.example', 'mentor1@tromso.example', 'nobody'),
  '2 DUPLICATE_ACTIVITY, 3 MENTOR_NOT_IN_YOUR_CHAPTERS, 4 PEER_MENTOR_NOT_FOUND, 5 PEER_MENTOR_NOT_FOUND', 'a preview says what the run would');
SELECT is(pg_temp.preview('2026-02-28T22:59:00Z', 'Oslo', 'mentor2@oslo.example'), '', 'the day before, in the chapter''s time zone');
SELECT is(pg_temp.preview('2026-02-28T23:00:00Z', 'Oslo', 'mentor2@oslo.example'), '1 same day', 'the same day, from its first minute');
SELECT is(pg_temp.preview('2026-03-01T22:59:00Z', 'Oslo', 'mentor2@oslo.example'), '1 same day', 'to its last');
SELECT is(pg_temp.preview('2026-03-01T23:00:00Z', 'Oslo', 'mentor2@oslo.example'), '', 'the day after');
SELECT tap.log_in('coordinator@bergen.example');
SELECT is(pg_temp.preview('2026-03-01T10:30:00Z', NULL, 'mentor2@oslo.example'), '1 PEER_MENTOR_NOT_FOUND', 'nobody learns of another chapter''s days');

-- What a template can have wrong
SELECT tap.log_in('coordinator@oslo.example');
CREATE FUNCTION pg_temp.template(changes jsonb) RETURNS text LANGUAGE sql
RETURN (SELECT string_agg(concat_ws('/', issue ->> 'field', issue ->> 'code'), ' ') FROM jsonb_array_elements(rollcall.template_issues(
  jsonb_build_object('activity_type_id', tap.type_id('Home visit'), 'recorded_at', '2026-03-01T09:30:00Z', 'duration_minutes', 30) || changes)) AS issue);
SELECT is(pg_temp.template('{}'), NULL, 'a good template');
SELECT is(pg_temp.template('{"duration_minutes": 0, "recorded_at": "yesterday"}'), 'recorded_at/INVALID_VALUE duration_minutes/INVALID_VALUE', 'a bad one');
SELECT is(pg_temp.template(jsonb_build_object('chapter_id', tap.chapter_id('Tromsø'))), 'chapter_id/CHAPTER_NOT_FOUND', 'a chapter that is not the caller''s');
SELECT tap.log_out();
UPDATE public.chapters SET closed_before = '2026-03-05' WHERE name = 'Oslo';
SELECT tap.log_in('coordinator@oslo.example');
SELECT is(pg_temp.template(jsonb_build_object('chapter_id', tap.chapter_id('Oslo'))), 'recorded_at/PERIOD_CLOSED', 'books that are closed');

SELECT * FROM finish();
ROLLBACK;
