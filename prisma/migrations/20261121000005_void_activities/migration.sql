-- Taking back (voiding) activities that should not have been registered. A record that is taken back stays, with who took it
-- back, when and why. It no longer counts, the same activity can be registered again, and taking back can't be undone.
--
-- public.void_activities(activity_ids uuid[], reason text) RETURNS integer
-- public.void_submission(submission_id uuid, reason text) RETURNS integer
--
-- Take back activities by id (at most 200), or all that a finished submission registered, however many: all or none. They
-- return how many were taken back. Records that had been taken back before do not change, and are not counted.
--
-- Coordinators take back what counts for the chapters that they coordinate, mentors what they registered themselves.
--
--   SQLSTATE 54000  more than 200 ids. DETAIL is {"limit", "received"}
--   SQLSTATE 42501  nobody is logged in
--   SQLSTATE 22023  the ids are not a list; the reason is empty, or longer than 500 characters
--   SQLSTATE PT404  there is no such submission, or the caller may not see it
--   SQLSTATE PT409  the submission still runs. DETAIL is {"submissionId"}
--   SQLSTATE PT400, PT403
--                   DETAIL is {"issues": [{index, field, code, message}, …]}, as with insert_bulk_activities: ACTIVITY_NOT_FOUND
--                   (there is none that the caller may see), VOID_NOT_ALLOWED, PERIOD_CLOSED. For a whole submission
--                   each code appears at most once, with index 0.

CREATE FUNCTION rollcall.is_running(submission uuid) RETURNS boolean
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET enable_seqscan = off
AS $$
BEGIN
  RETURN EXISTS (SELECT FROM public.bulk_submissions AS running WHERE running.id = submission AND running.finished_at IS NULL);
END
$$;
COMMENT ON FUNCTION rollcall.is_running(uuid) IS 'Whether a submission has mentors left to settle.';

CREATE FUNCTION rollcall.refuse_voiding(reason text) RETURNS void
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  IF rollcall.caller() IS NULL THEN
    RAISE insufficient_privilege USING MESSAGE = 'Only somebody who is logged in may take back activities.';
  END IF;
  IF coalesce(btrim(reason), '') = '' OR length(reason) > 500 THEN
    RAISE invalid_parameter_value USING MESSAGE = 'A reason is required, of at most 500 characters.';
  END IF;
END
$$;
COMMENT ON FUNCTION rollcall.refuse_voiding(text) IS 'Raises an error where nobody is logged in, or where the reason is empty or too long.';

CREATE FUNCTION public.void_activities(activity_ids uuid[], reason text) RETURNS integer
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET jit = off
AS $$
DECLARE
  caller uuid := rollcall.caller();
  coordinated uuid[] := rollcall.coordinated_chapters();
  issues jsonb;
  running uuid;
  voided integer;
BEGIN
  IF cardinality(activity_ids) > 200 THEN
    RAISE program_limit_exceeded USING
      MESSAGE = format('At most 200 activities can be taken back at once; %s were given.', cardinality(activity_ids)),
      DETAIL = jsonb_build_object('limit', 200, 'received', cardinality(activity_ids))::text,
      HINT = 'Split them, or take back a whole submission.';
  END IF;
  PERFORM rollcall.refuse_voiding(reason);
  IF activity_ids IS NULL OR array_ndims(activity_ids) > 1 THEN
    RAISE invalid_parameter_value USING MESSAGE = 'The ids must be given as one list.';
  END IF;
  -- All calls lock in the same order, so that two that overlap wait for each other instead of deadlocking.
  PERFORM FROM public.activity_records AS record WHERE record.id = ANY (activity_ids) ORDER BY record.id FOR UPDATE;

  SELECT jsonb_agg(jsonb_build_object('index', (given.position - 1)::integer, 'field', NULL, 'code', issue.code, 'message', issue.message)
    ORDER BY given.position) INTO issues
  FROM unnest(activity_ids) WITH ORDINALITY AS given (id, position)
  LEFT JOIN LATERAL (
    SELECT * FROM public.activity_records AS record WHERE record.id = given.id OFFSET 0
  ) AS record ON true
  CROSS JOIN LATERAL (
    SELECT 'ACTIVITY_NOT_FOUND', 'There is no such activity.' WHERE record.id IS NULL
    UNION ALL
    SELECT 'VOID_NOT_ALLOWED', 'You may take back what counts for the chapters that you coordinate, and what you registered for yourself.'
    WHERE record.voided_at IS NULL AND record.id IS NOT NULL
      AND record.chapter_id <> ALL (coordinated)
      AND (record.peer_mentor_user_id IS DISTINCT FROM caller OR record.recorded_by_user_id IS DISTINCT FROM caller)
    UNION ALL
    SELECT 'PERIOD_CLOSED', 'The books of its chapter are closed for this time.'
    WHERE record.voided_at IS NULL AND record.recorded_at < rollcall.closed_before(record.chapter_id)
  ) AS issue (code, message);
  IF issues IS NOT NULL THEN
    PERFORM rollcall.raise_issues(issues, format('%s of %s activities can''t be taken back; none was.',
      (SELECT count(DISTINCT issue -> 'index') FROM jsonb_array_elements(issues) AS issue), cardinality(activity_ids)));
  END IF;

  SELECT record.bulk_submission_id INTO running FROM public.activity_records AS record
  WHERE record.id = ANY (activity_ids) AND record.voided_at IS NULL AND rollcall.is_running(record.bulk_submission_id) LIMIT 1;
  IF running IS NOT NULL THEN
    PERFORM rollcall.raise_running(running);
  END IF;

  UPDATE public.activity_records AS record SET voided_at = now(), voided_by = caller, void_reason = reason
  WHERE record.id = ANY (activity_ids) AND record.voided_at IS NULL;
  GET DIAGNOSTICS voided = ROW_COUNT;
  RETURN voided;
END
$$;
COMMENT ON FUNCTION public.void_activities(uuid[], text) IS
  'Takes back up to 200 activities, all or none. Returns how many it took back; those taken back before are not counted.';

CREATE FUNCTION rollcall.raise_running(submission uuid) RETURNS void
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  RAISE EXCEPTION USING
    ERRCODE = 'PT409',
    MESSAGE = 'The submission is still running; nothing was taken back.',
    DETAIL = jsonb_build_object('submissionId', submission)::text,
    HINT = 'Cancel it, or wait until it has finished.';
END
$$;
COMMENT ON FUNCTION rollcall.raise_running(uuid) IS 'Raises the error that a submission still runs, so that its activities can''t be taken back yet.';

CREATE FUNCTION public.void_submission(submission_id uuid, reason text) RETURNS integer
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET jit = off
AS $$
DECLARE
  caller uuid := rollcall.caller();
  coordinated uuid[] := rollcall.coordinated_chapters();
  submission public.bulk_submissions;
  registered integer;
  closed boolean;
  voided integer;
BEGIN
  PERFORM rollcall.refuse_voiding(reason);
  SELECT * INTO submission FROM public.bulk_submissions AS one WHERE one.id = submission_id;
  IF NOT FOUND THEN
    RAISE EXCEPTION USING ERRCODE = 'PT404', MESSAGE = 'There is no such submission of yours.';
  END IF;
  IF submission.finished_at IS NULL THEN
    PERFORM rollcall.raise_running(submission.id);
  END IF;
  PERFORM FROM public.activity_records AS record
  WHERE record.bulk_submission_id = submission.id AND record.voided_at IS NULL ORDER BY record.id FOR UPDATE;

  SELECT count(*), bool_or(record.voided_at IS NULL AND record.recorded_at < book.closed_before) INTO registered, closed
  FROM public.activity_records AS record
  LEFT JOIN (
    SELECT chapter AS id, rollcall.closed_before(chapter) AS closed_before FROM unnest(coordinated) AS chapter
  ) AS book ON book.id = record.chapter_id
  WHERE record.chapter_id = ANY (coordinated) AND record.recorded_at = submission.recorded_at AND record.bulk_submission_id = submission.id;
  -- Records are never deleted, so whatever is missing counts for a chapter that the caller does not coordinate (any more).
  IF registered <> submission.succeeded THEN
    PERFORM rollcall.raise_issues(jsonb_build_array(jsonb_build_object('index', 0, 'field', NULL, 'code', 'VOID_NOT_ALLOWED', 'message',
      format('%s of its activities count for chapters that you do not coordinate.', submission.succeeded - registered))),
      'The submission can''t be taken back; nothing was.');
  END IF;
  IF closed THEN
    PERFORM rollcall.raise_issues(jsonb_build_array(jsonb_build_object('index', 0, 'field', NULL, 'code', 'PERIOD_CLOSED', 'message',
      'The books of its chapter are closed for this time.')), 'The submission can''t be taken back; nothing was.');
  END IF;

  -- Tells rollcall.audit_voiding to write one entry, which names the submission.
  PERFORM set_config('rollcall.voided_submission', submission.id::text, true);
  UPDATE public.activity_records AS record SET voided_at = now(), voided_by = caller, void_reason = reason
  WHERE record.bulk_submission_id = submission.id AND record.voided_at IS NULL;
  GET DIAGNOSTICS voided = ROW_COUNT;
  PERFORM set_config('rollcall.voided_submission', '', true);
  RETURN voided;
END
$$;
COMMENT ON FUNCTION public.void_submission(uuid, text) IS
  'Takes back all activities that a finished submission registered, all or none. Returns how many it took back; those taken back before are not counted.';

CREATE FUNCTION rollcall.audit_voiding() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  whole uuid := nullif(current_setting('rollcall.voided_submission', true), '');
BEGIN
  INSERT INTO public.proxy_audit_log (kind, acting_coordinator_id, chapter_id, submission_id, total, succeeded, failed)
  SELECT 'void', voided.voided_by, CASE WHEN count(DISTINCT voided.chapter_id) = 1 THEN (array_agg(voided.chapter_id))[1] END, whole,
    count(*), count(*), 0
  FROM (
    SELECT changed.voided_by, changed.chapter_id
    FROM changed JOIN before USING (id)
    WHERE changed.voided_at IS NOT NULL AND before.voided_at IS NULL
      AND changed.voided_by IS DISTINCT FROM changed.peer_mentor_user_id
  ) AS voided
  -- One entry for each chapter, or one for a whole submission.
  GROUP BY voided.voided_by, CASE WHEN whole IS NULL THEN voided.chapter_id END;
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION rollcall.audit_voiding() IS
  'Writes one entry for each acting person and chapter of a statement that takes back activities of somebody else; for a whole submission, one in all.';
CREATE TRIGGER voiding_audited AFTER UPDATE ON public.activity_records
  REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION rollcall.audit_voiding();

REVOKE ALL ON FUNCTION rollcall.is_running(uuid), rollcall.refuse_voiding(text), rollcall.raise_running(uuid), rollcall.audit_voiding(),
  public.void_activities(uuid[], text), public.void_submission(uuid, text)
  FROM PUBLIC, anon, authenticated, service_role;
GRANT EXECUTE ON FUNCTION rollcall.is_running(uuid), rollcall.refuse_voiding(text), rollcall.raise_running(uuid) TO rollcall_batch;
GRANT EXECUTE ON FUNCTION public.void_activities(uuid[], text), public.void_submission(uuid, text) TO authenticated;

-- A role can be made the owner of a function only while it may create in the function's schema (see the migration of rights).
GRANT CREATE ON SCHEMA public, rollcall TO rollcall_batch, rollcall_rights, rollcall_audit;
ALTER FUNCTION rollcall.is_running(uuid) OWNER TO rollcall_rights;
ALTER FUNCTION rollcall.audit_voiding() OWNER TO rollcall_audit;
ALTER FUNCTION public.void_activities(uuid[], text) OWNER TO rollcall_batch;
ALTER FUNCTION public.void_submission(uuid, text) OWNER TO rollcall_batch;
REVOKE CREATE ON SCHEMA public, rollcall FROM rollcall_batch, rollcall_rights, rollcall_audit;
