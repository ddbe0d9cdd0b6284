-- The functions for submissions: check, accept, settle the mentors, preview, retry.

-- For each mentor the first reason why the activity can't be registered for them, as the error code of an outcome; NULL where
-- there is none. A run calls this only where the INSERT of a group failed, the preview always.
CREATE FUNCTION rollcall.mentor_verdicts(mentors uuid[], template rollcall.new_activity) RETURNS public.mentor_submission_error_code[]
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  RETURN ARRAY(
    SELECT DISTINCT ON (verdict.index)
      CASE
        WHEN verdict.code IS NULL THEN NULL
        -- The other codes of rows mean that the template has become invalid since the submission was accepted.
        WHEN verdict.code = ANY (enum_range(NULL::public.mentor_submission_error_code)::text[])
          THEN verdict.code::public.mentor_submission_error_code
        ELSE 'INTERNAL_ERROR'
      END
    FROM (
      SELECT issue.index, issue.place, issue.code
      FROM rollcall.row_issues(ARRAY(
        SELECT (given.mentor_id, template.activity_type_id, template.recorded_at, template.duration_minutes, NULL,
          template.chapter_id)::rollcall.new_activity
        FROM unnest(mentors) WITH ORDINALITY AS given (mentor_id, position) ORDER BY given.position
      )) AS issue
      UNION ALL
      -- A mentor whose id is NULL has been forgotten since.
      SELECT (given.position - 1)::integer, 99, CASE WHEN given.mentor_id IS NULL THEN 'PEER_MENTOR_NOT_FOUND' END
      FROM unnest(mentors) WITH ORDINALITY AS given (mentor_id, position)
    ) AS verdict
    ORDER BY verdict.index, verdict.place
  );
END
$$;
COMMENT ON FUNCTION rollcall.mentor_verdicts(uuid[], rollcall.new_activity) IS
  'Why each mentor can''t have the template''s activity, in the order given; NULL where nothing is in the way.';

-- Registers by the same rules as insert_bulk_activities, but mentors for whom something is wrong do not keep the others from
-- being registered.
CREATE FUNCTION rollcall.register_mentors(
  mentors uuid[], template rollcall.new_activity, submission uuid,
  OUT activity_ids uuid[], OUT error_codes public.mentor_submission_error_code[]
)
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  rows rollcall.new_activity[];
  written uuid[];
BEGIN
  IF NOT rollcall.is_coordinator() THEN
    error_codes := array_fill('PERMISSION_DENIED'::public.mentor_submission_error_code, ARRAY[cardinality(mentors)]);
    RETURN;
  END IF;
  -- First all mentors at once. If that fails, again without those for whom mentor_verdicts finds an error; further attempts,
  -- because other transactions may have changed something in between.
  FOR attempt IN 1..4 LOOP
    rows := ARRAY(
      SELECT (given.mentor_id, template.activity_type_id, template.recorded_at, template.duration_minutes, NULL,
        template.chapter_id)::rollcall.new_activity
      FROM unnest(mentors, error_codes) WITH ORDINALITY AS given (mentor_id, error_code, position)
      WHERE given.error_code IS NULL ORDER BY given.position
    );
    BEGIN
      written := rollcall.write_activities(rows, submission);
      activity_ids := CASE WHEN cardinality(written) = cardinality(mentors) THEN written ELSE ARRAY(
        SELECT CASE WHEN given.error_code IS NULL THEN written[given.nth] END
        FROM (
          SELECT one.position, one.error_code, count(*) FILTER (WHERE one.error_code IS NULL) OVER (ORDER BY one.position) AS nth
          FROM unnest(error_codes) WITH ORDINALITY AS one (error_code, position)
        ) AS given
        ORDER BY given.position
      ) END;
      RETURN;
    EXCEPTION
      WHEN unique_violation OR foreign_key_violation OR check_violation OR insufficient_privilege THEN
        -- Nothing is wrong with these mentors: a role lacks a right, or other transactions interfere again and again.
        IF attempt = 4 THEN
          RAISE;
        END IF;
        error_codes := rollcall.mentor_verdicts(mentors, template);
    END;
  END LOOP;
END
$$;
COMMENT ON FUNCTION rollcall.register_mentors(uuid[], rollcall.new_activity, uuid) IS
  'Registers a submission''s activity for mentors with the caller''s rights: for each the id of the record, or the error.';

-- rollcall.settle_next: settles the next mentors of a submission, that is, writes an outcome for each of them.
--
--   at_most  how many mentors at most
--   failure  NULL to register the activity for each of them; otherwise the failure with which they end
--   notify   whether to notify other servers; they are always notified of a submission's end
--   origin   names the calling server in the notification, so that it can ignore its own
--   viewers  users for whom the calling server follows the submission
--
-- All in the caller's one transaction, so that a crash neither loses an activity nor registers one twice:
--
--   claim     delete the next mentors from the selection, but for those that another transaction has claimed
--   register  with the coordinator's rights, as in a call of their own; mentors for whom something is wrong fail
--   count     on the submission's row; its lock, held until the commit, makes sequences run without a gap in the order
--             of commits. The settle that completes the total sets finished_at.
--   append    the outcomes
--
-- It returns how many mentors it settled, and how many of the submission are settled now, and how many of those succeeded. It
-- settles none where no mentor is left, or where other transactions are settling the rest. Where it settled some and there are
-- viewers, seen_by names those of them who may see the submission, by the policies, at the end of this settling; and the arrays
-- hold the settled mentors in the order of their sequences, each with the new record or the error (error_codes is NULL where
-- all were registered). Otherwise these are NULL.
CREATE FUNCTION rollcall.settle_next(
  submission uuid, at_most integer, failure public.mentor_submission_error_code DEFAULT NULL, notify boolean DEFAULT false,
  origin text DEFAULT NULL, viewers uuid[] DEFAULT '{}',
  OUT settled integer, OUT completed integer, OUT succeeded integer,
  OUT mentors uuid[], OUT activity_ids uuid[], OUT error_codes public.mentor_submission_error_code[], OUT settled_at timestamptz,
  OUT seen_by uuid[]
)
  LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, pg_temp
  SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off
AS $$
DECLARE
  template public.bulk_submissions;
  registered integer := 0;
BEGIN
  WITH claimed AS (
    DELETE FROM public.bulk_submission_mentors AS mentor
    WHERE mentor.ctid = ANY (ARRAY(
      SELECT next.ctid FROM public.bulk_submission_mentors AS next
      WHERE next.submission_id = settle_next.submission
      ORDER BY next.position LIMIT at_most FOR UPDATE SKIP LOCKED
    ))
    RETURNING mentor.mentor_id, mentor.position
  )
  SELECT array_agg(claimed.mentor_id ORDER BY claimed.position) INTO mentors FROM claimed;
  settled := coalesce(cardinality(mentors), 0);
  SELECT * INTO STRICT template FROM public.bulk_submissions AS one WHERE one.id = submission;
  IF failure IS NOT NULL THEN
    error_codes := array_fill(failure, ARRAY[settled]);
  ELSIF settled > 0 THEN
    PERFORM set_config('request.jwt.claims',
      json_build_object('sub', template.acting_coordinator_id, 'role', 'authenticated')::text, true);
    SELECT done.activity_ids, done.error_codes INTO activity_ids, error_codes
    FROM rollcall.register_mentors(mentors, (NULL, template.activity_type_id, template.recorded_at, template.duration_minutes,
      NULL, template.chapter_id)::rollcall.new_activity, submission) AS done;
    PERFORM set_config('request.jwt.claims', '', true);
    registered := coalesce(cardinality(array_remove(activity_ids, NULL)), 0);
  END IF;
  IF settled = 0 THEN
    completed := template.succeeded + template.failed;
    succeeded := template.succeeded;
    RETURN;
  END IF;

  UPDATE public.bulk_submissions AS one SET
    succeeded = one.succeeded + registered,
    failed = one.failed + settled - registered,
    unended_starts = 0,
    unended_since = NULL,
    finished_at = CASE WHEN one.succeeded + one.failed + settled = one.total THEN clock_timestamp() END
  WHERE one.id = submission
  RETURNING one.succeeded + one.failed, one.succeeded INTO STRICT completed, succeeded;

  -- In milliseconds, the column's precision, so that the returned time is the one that a later read returns.
  settled_at := date_trunc('milliseconds', clock_timestamp());
  INSERT INTO public.bulk_submission_outcomes (submission_id, sequence, mentor_id, activity_id, error_code, succeeded_so_far, settled_at)
  SELECT submission, completed - settled + given.position, given.mentor_id, given.activity_id,
    CASE WHEN given.activity_id IS NULL THEN given.error_code END,
    succeeded - registered + count(given.activity_id) OVER (ORDER BY given.position), settle_next.settled_at
  FROM unnest(mentors, activity_ids, error_codes) WITH ORDINALITY AS given (mentor_id, activity_id, error_code, position)
  ORDER BY given.position;

  IF notify OR completed = template.total THEN
    PERFORM pg_notify('rollcall_progress', concat_ws(' ', submission, origin));
  END IF;
  IF cardinality(viewers) > 0 THEN
    BEGIN
      SELECT array_agg(viewers[looked.place]) INTO seen_by
      FROM rollcall.look_at_submissions(viewers, array_fill(submission, ARRAY[cardinality(viewers)])) AS looked;
    EXCEPTION WHEN OTHERS THEN
      seen_by := NULL; -- what goes wrong for who watches must not undo what was registered; they read, and get the error
    END;
  ELSE
    mentors := NULL;
    activity_ids := NULL;
    error_codes := NULL;
  END IF;
END
$$;
COMMENT ON FUNCTION rollcall.settle_next(uuid, integer, public.mentor_submission_error_code, boolean, text, uuid[]) IS
  'Settles the next mentors of a submission in one transaction: claim, register with the coordinator''s rights, count, append.';

CREATE FUNCTION rollcall.template_issues(template jsonb) RETURNS jsonb
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  chapter uuid := rollcall.submission_chapter(rollcall.parse_uuid(template -> 'chapter_id'));
BEGIN
  RETURN (
    SELECT jsonb_agg(issue ORDER BY issue ->> 'field' = 'chapter_id', position)
    FROM (
      SELECT issue, position
      FROM jsonb_array_elements(rollcall.activity_issues(ARRAY[template])) WITH ORDINALITY AS found (issue, position)
      WHERE issue ->> 'field' IN ('activity_type_id', 'recorded_at', 'duration_minutes', 'chapter_id')
      UNION ALL
      -- A submission needs a chapter that the caller coordinates; to be a peer mentor there is not enough.
      SELECT jsonb_build_object('index', 0, 'field', 'chapter_id', 'code', 'CHAPTER_NOT_FOUND', 'message', 'There is no such chapter of yours.'), 100
      WHERE rollcall.parse_uuid(template -> 'chapter_id') = ANY (rollcall.own_chapters())
        AND rollcall.parse_uuid(template -> 'chapter_id') <> ALL (rollcall.coordinated_chapters())
      UNION ALL
      SELECT jsonb_build_object('index', 0, 'field', 'recorded_at', 'code', 'PERIOD_CLOSED', 'message',
        format('The books of %s are closed up to %s.', book.name, to_char(book.closed_before AT TIME ZONE book.time_zone, 'YYYY-MM-DD HH24:MI'))), 101
      FROM public.chapters AS book
      WHERE book.id = chapter AND book.id = ANY (rollcall.coordinated_chapters())
        AND book.closed_before > rollcall.parse_timestamp(template -> 'recorded_at')
    ) AS found (issue, position)
  );
END
$$;
COMMENT ON FUNCTION rollcall.template_issues(jsonb) IS
  'Everything wrong with {activity_type_id, recorded_at, duration_minutes, chapter_id?}, whoever the mentors are; NULL where nothing is.';

CREATE FUNCTION rollcall.submission_chapter(named uuid) RETURNS uuid
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  coordinated uuid[] := rollcall.coordinated_chapters();
BEGIN
  RETURN coalesce(named, CASE WHEN cardinality(coordinated) = 1 THEN coordinated[1] END);
END
$$;
COMMENT ON FUNCTION rollcall.submission_chapter(uuid) IS
  'The chapter that a submission is for: the one named, else the caller''s only one; NULL where they coordinate several.';

-- rollcall.accept_submission: writes a submission and its selection, notifies the servers, and returns the submission's id.
-- NULL where the coordinator has most_active unfinished submissions already; simultaneous calls for one coordinator wait for
-- each other, so that the count is right.
CREATE FUNCTION rollcall.accept_submission(
  acting_coordinator_id uuid, chapter_id uuid, activity_type_id uuid, recorded_at timestamptz, duration_minutes integer,
  mentors uuid[], retry_of_id uuid, most_active integer
) RETURNS uuid
  LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, pg_temp SET enable_seqscan = off
AS $$
DECLARE
  accepted uuid;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('rollcall submissions of ' || acting_coordinator_id, 0));
  IF (
    SELECT count(*) FROM public.bulk_submissions AS one
    WHERE one.acting_coordinator_id = accept_submission.acting_coordinator_id AND one.finished_at IS NULL
  ) >= most_active THEN
    RETURN NULL;
  END IF;
  INSERT INTO public.bulk_submissions
    (acting_coordinator_id, chapter_id, activity_type_id, recorded_at, duration_minutes, total, retry_of_id)
  VALUES (acting_coordinator_id, chapter_id, activity_type_id, recorded_at, duration_minutes, cardinality(mentors), retry_of_id)
  RETURNING id INTO accepted;
  INSERT INTO public.bulk_submission_mentors (submission_id, position, mentor_id)
  SELECT accepted, given.position, given.mentor_id FROM unnest(mentors) WITH ORDINALITY AS given (mentor_id, position);
  PERFORM pg_notify('rollcall_work', accepted::text);
  RETURN accepted;
END
$$;
COMMENT ON FUNCTION rollcall.accept_submission(uuid, uuid, uuid, timestamptz, integer, uuid[], uuid, integer) IS
  'Writes a submission and its selection, notifies the servers, and returns its id. NULL where the coordinator has most_active unfinished submissions already.';

-- rollcall.mentors_to_retry: the failed mentors of a finished submission, in the order of the outcomes.
--
--   mentors    only these; NULL for those whose failure is retryable
--   corrected  whether the retry has a new template: then NULL also means those whose failure it may cure
--
-- A submission and all its retries, and theirs, form a family. A mentor is left out if any submission of the family has
-- registered them (and the record was not taken back since), or has still to settle them. The row of the family's first
-- submission is locked, so that two retries at once don't register anybody twice.
CREATE FUNCTION rollcall.mentors_to_retry(submission uuid, mentors uuid[], corrected boolean) RETURNS SETOF uuid
  LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, pg_temp
  SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET jit = off
AS $$
DECLARE
  root uuid;
  family uuid[];
BEGIN
  WITH RECURSIVE ancestor AS (
    SELECT one.id, one.retry_of_id FROM public.bulk_submissions AS one WHERE one.id = submission
    UNION ALL
    SELECT earlier.id, earlier.retry_of_id FROM public.bulk_submissions AS earlier JOIN ancestor ON earlier.id = ancestor.retry_of_id
  )
  SELECT ancestor.id INTO root FROM ancestor WHERE ancestor.retry_of_id IS NULL;
  -- The second of two simultaneous retries waits here until the first has committed.
  PERFORM FROM public.bulk_submissions AS one WHERE one.id = root FOR NO KEY UPDATE;
  WITH RECURSIVE member (id) AS (
    SELECT root
    UNION ALL
    SELECT later.id FROM public.bulk_submissions AS later JOIN member ON later.retry_of_id = member.id
  )
  SELECT array_agg(member.id) INTO family FROM member;

  RETURN QUERY
  SELECT outcome.mentor_id
  FROM public.bulk_submission_outcomes AS outcome
  WHERE outcome.submission_id = submission AND outcome.error_code IS NOT NULL AND outcome.mentor_id IS NOT NULL
    AND CASE WHEN mentors IS NOT NULL THEN outcome.mentor_id = ANY (mentors)
      ELSE outcome.error_code IN ('CANCELLED', 'TEMPORARILY_UNAVAILABLE', 'INTERNAL_ERROR')
        OR corrected AND outcome.error_code IN ('DUPLICATE_ACTIVITY', 'ACTIVITY_TYPE_NOT_FOUND', 'PERIOD_CLOSED') END
    AND NOT EXISTS (
      SELECT FROM public.bulk_submission_mentors AS waiting
      WHERE waiting.submission_id = ANY (family) AND waiting.mentor_id = outcome.mentor_id OFFSET 0
    )
    AND NOT EXISTS (
      SELECT FROM public.bulk_submission_outcomes AS success
      JOIN public.activity_records AS record ON record.id = success.activity_id AND record.voided_at IS NULL
      WHERE success.submission_id = ANY (family) AND success.mentor_id = outcome.mentor_id OFFSET 0
    )
  ORDER BY outcome.sequence;
END
$$;
COMMENT ON FUNCTION rollcall.mentors_to_retry(uuid, uuid[], boolean) IS
  'The failed mentors of a finished submission whom no submission of its family has registered since or has still to settle.';

-- rollcall.preview_submission: one row for each mentor that settling would fail, by the same rules, and for each that has an
-- activity of the same type on that day already, by the chapter's time zone. Nothing is written.
CREATE FUNCTION rollcall.preview_submission(
  mentors uuid[], activity_type_id uuid, recorded_at timestamptz, duration_minutes integer, chapter_id uuid
) RETURNS TABLE ("position" integer, mentor_id uuid, error_code public.mentor_submission_error_code, same_day_activity_id uuid)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off
AS $$
DECLARE
  template rollcall.new_activity := (NULL, activity_type_id, recorded_at, duration_minutes, NULL, chapter_id);
  coordinated uuid[] := rollcall.coordinated_chapters();
BEGIN
  RETURN QUERY
  SELECT given.position::integer, given.mentor_id, given.error_code, same.id
  FROM unnest(mentors, rollcall.mentor_verdicts(mentors, template)) WITH ORDINALITY AS given (mentor_id, error_code, position)
  LEFT JOIN LATERAL (
    SELECT local.day::timestamp AT TIME ZONE book.time_zone AS begins, (local.day + 1)::timestamp AT TIME ZONE book.time_zone AS ends
    FROM public.chapter_members AS shared JOIN public.chapters AS book ON book.id = shared.chapter_id
      CROSS JOIN LATERAL (SELECT (template.recorded_at AT TIME ZONE book.time_zone)::date AS day) AS local
    WHERE given.error_code IS NULL AND shared.user_id = given.mentor_id AND shared.role = 'peer_mentor'
      AND shared.chapter_id = ANY (coordinated) AND (template.chapter_id IS NULL OR shared.chapter_id = template.chapter_id)
    ORDER BY shared.since, shared.chapter_id LIMIT 1
  ) AS day ON true
  -- With the conversion of the time zone in these conditions, row level security would keep them out of the index.
  LEFT JOIN LATERAL (
    SELECT record.id FROM public.activity_records AS record
    WHERE record.peer_mentor_user_id = given.mentor_id AND record.activity_type_id = template.activity_type_id AND record.voided_at IS NULL
      AND record.recorded_at >= day.begins AND record.recorded_at < day.ends
    ORDER BY record.recorded_at LIMIT 1
  ) AS same ON true
  WHERE given.error_code IS NOT NULL OR same.id IS NOT NULL;
END
$$;
COMMENT ON FUNCTION rollcall.preview_submission(uuid[], uuid, timestamptz, integer, uuid) IS
  'The mentors for whom a submission would fail, each with the error, and those who have an activity of the same type on that day already.';

REVOKE ALL ON FUNCTION rollcall.mentor_verdicts(uuid[], rollcall.new_activity),
  rollcall.register_mentors(uuid[], rollcall.new_activity, uuid),
  rollcall.settle_next(uuid, integer, public.mentor_submission_error_code, boolean, text, uuid[]),
  rollcall.template_issues(jsonb), rollcall.submission_chapter(uuid),
  rollcall.accept_submission(uuid, uuid, uuid, timestamptz, integer, uuid[], uuid, integer),
  rollcall.mentors_to_retry(uuid, uuid[], boolean), rollcall.preview_submission(uuid[], uuid, timestamptz, integer, uuid)
  FROM PUBLIC, anon, authenticated, service_role;
GRANT EXECUTE ON FUNCTION rollcall.mentor_verdicts(uuid[], rollcall.new_activity), rollcall.submission_chapter(uuid) TO rollcall_batch;
GRANT EXECUTE ON FUNCTION rollcall.template_issues(jsonb), rollcall.submission_chapter(uuid),
  rollcall.preview_submission(uuid[], uuid, timestamptz, integer, uuid) TO authenticated;
GRANT EXECUTE ON FUNCTION rollcall.register_mentors(uuid[], rollcall.new_activity, uuid),
  rollcall.settle_next(uuid, integer, public.mentor_submission_error_code, boolean, text, uuid[]),
  rollcall.accept_submission(uuid, uuid, uuid, timestamptz, integer, uuid[], uuid, integer),
  rollcall.mentors_to_retry(uuid, uuid[], boolean) TO rollcall_server;

GRANT CREATE ON SCHEMA rollcall TO rollcall_batch;
ALTER FUNCTION rollcall.register_mentors(uuid[], rollcall.new_activity, uuid) OWNER TO rollcall_batch;
ALTER FUNCTION rollcall.template_issues(jsonb) OWNER TO rollcall_batch;
ALTER FUNCTION rollcall.preview_submission(uuid[], uuid, timestamptz, integer, uuid) OWNER TO rollcall_batch;
REVOKE CREATE ON SCHEMA rollcall FROM rollcall_batch;
