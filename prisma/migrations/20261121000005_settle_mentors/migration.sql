-- What a submission does in the database: checking its template, settling its mentors.

CREATE FUNCTION rollcall.template_issues(template jsonb) RETURNS jsonb
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT jsonb_agg(issue ORDER BY position)
  FROM jsonb_array_elements(rollcall.activity_issues(ARRAY[template])) WITH ORDINALITY AS found (issue, position)
  WHERE issue ->> 'field' IN ('activity_type_id', 'recorded_at', 'duration_minutes');
END;
COMMENT ON FUNCTION rollcall.template_issues(jsonb) IS
  'Everything wrong with {activity_type_id, recorded_at, duration_minutes}, whoever the mentors are; NULL where nothing is.';

-- rollcall.settle_mentors: settles mentors of a submission, and answers with the outcomes that it wrote.
--
--   submission  whose mentors
--   mentors     those to settle; NULL for all that are unsettled
--   failure     NULL to register the activity for each of them; otherwise the failure with which they end
--
-- All in the caller's one transaction, so that a crash neither loses nor doubles anything:
--
--   claim     the mentors' rows that are unsettled and that nobody else has at this moment; the others are left out
--   register  through insert_bulk_activities with the coordinator's rights, as a call of theirs would; rows that it
--             names fail, the rest go in
--   count     on the submission's row; its lock, held until the commit, makes sequences run without a gap in the order
--             of commits. The settle that completes the total sets finished_at.
--   append    the outcomes
CREATE FUNCTION rollcall.settle_mentors(
  submission uuid, mentors uuid[], failure public.mentor_submission_error_code DEFAULT NULL
) RETURNS SETOF public.bulk_submission_outcomes
  LANGUAGE plpgsql VOLATILE SET search_path = public, pg_catalog, pg_temp
AS $$
DECLARE
  template public.bulk_submissions;
  claimed uuid[];
  eligible uuid[];
  registered uuid[] := '{}';
  bad jsonb := '{}';  -- mentor -> error code
  detail text;
  before integer;
  succeeded_before integer;
BEGIN
  SELECT array_agg(mine.mentor_id ORDER BY mine.position) INTO claimed
  FROM (
    SELECT mentor.mentor_id, mentor.position
    FROM public.bulk_submission_mentors AS mentor
    WHERE mentor.submission_id = submission AND mentor.sequence IS NULL
      AND (mentors IS NULL OR mentor.mentor_id = ANY (mentors))
    FOR UPDATE SKIP LOCKED
  ) AS mine;
  IF claimed IS NULL THEN
    RETURN;
  END IF;

  eligible := CASE WHEN failure IS NULL THEN claimed ELSE '{}' END;
  SELECT * INTO STRICT template FROM public.bulk_submissions WHERE id = submission;
  PERFORM set_config('request.jwt.claims',
    json_build_object('sub', template.acting_coordinator_id, 'role', 'authenticated')::text, true);
  -- Each round takes out at least one mentor: those whom the function names.
  WHILE cardinality(eligible) > 0 AND cardinality(registered) = 0 LOOP
    BEGIN
      registered := public.insert_bulk_activities(ARRAY(
        SELECT jsonb_build_object(
          'peer_mentor_user_id', mentor_id,
          'activity_type_id', template.activity_type_id,
          'recorded_at', to_char(template.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
          'duration_minutes', template.duration_minutes
        )
        FROM unnest(eligible) WITH ORDINALITY AS given (mentor_id, position)
        ORDER BY position
      ));
    EXCEPTION
      WHEN SQLSTATE 'PT400' OR SQLSTATE 'PT403' OR SQLSTATE 'PT409' THEN
        GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
        SELECT bad || jsonb_object_agg(eligible[(issue ->> 'index')::integer + 1], issue ->> 'code') INTO bad
        FROM jsonb_array_elements(detail::jsonb -> 'issues') AS issue;
        eligible := ARRAY(
          SELECT mentor_id FROM unnest(eligible) WITH ORDINALITY AS given (mentor_id, position)
          WHERE NOT bad ? mentor_id::text ORDER BY position
        );
      WHEN insufficient_privilege THEN
        eligible := '{}';
    END;
  END LOOP;
  PERFORM set_config('request.jwt.claims', '', true);

  UPDATE public.bulk_submissions SET
    succeeded = succeeded + cardinality(registered),
    failed = failed + cardinality(claimed) - cardinality(registered),
    unended_starts = 0,
    finished_at = CASE WHEN succeeded + failed + cardinality(claimed) = total THEN clock_timestamp() END
  WHERE id = submission
  RETURNING succeeded + failed - cardinality(claimed), succeeded - cardinality(registered)
    INTO STRICT before, succeeded_before;

  UPDATE public.activity_records SET bulk_submission_id = submission WHERE id = ANY (registered);

  RETURN QUERY
  WITH outcome AS (
    SELECT before + given.position::integer AS sequence, given.mentor_id, made.activity_id,
      CASE WHEN made.activity_id IS NULL THEN
        coalesce(
          failure,
          -- A code that only a whole batch can have says that the template went bad after it was accepted.
          CASE WHEN bad ->> given.mentor_id::text = ANY (enum_range(NULL::public.mentor_submission_error_code)::text[])
            THEN (bad ->> given.mentor_id::text)::public.mentor_submission_error_code END,
          CASE WHEN bad ? given.mentor_id::text THEN 'INTERNAL_ERROR'::public.mentor_submission_error_code END,
          'PERMISSION_DENIED'
        )
      END AS error_code
    FROM unnest(claimed) WITH ORDINALITY AS given (mentor_id, position)
    LEFT JOIN unnest(eligible, registered) AS made (mentor_id, activity_id) USING (mentor_id)
  ),
  marked AS (
    UPDATE public.bulk_submission_mentors AS mentor SET sequence = outcome.sequence
    FROM outcome WHERE mentor.submission_id = submission AND mentor.mentor_id = outcome.mentor_id
  )
  INSERT INTO public.bulk_submission_outcomes (submission_id, sequence, mentor_id, activity_id, error_code, succeeded_so_far, settled_at)
  SELECT submission, outcome.sequence, outcome.mentor_id, outcome.activity_id, outcome.error_code,
    succeeded_before + count(outcome.activity_id) OVER (ORDER BY outcome.sequence), clock_timestamp()
  FROM outcome
  ORDER BY outcome.sequence
  RETURNING *;
END
$$;
COMMENT ON FUNCTION rollcall.settle_mentors(uuid, uuid[], public.mentor_submission_error_code) IS
  'Settles mentors of a submission in one transaction: claim, register with the coordinator''s rights, count, append. Answers with the outcomes that it wrote.';

REVOKE ALL ON FUNCTION rollcall.template_issues(jsonb),
  rollcall.settle_mentors(uuid, uuid[], public.mentor_submission_error_code) FROM PUBLIC, anon, authenticated, service_role;
GRANT USAGE ON SCHEMA rollcall TO rollcall_server;
GRANT EXECUTE ON FUNCTION rollcall.template_issues(jsonb) TO authenticated;
GRANT EXECUTE ON FUNCTION rollcall.settle_mentors(uuid, uuid[], public.mentor_submission_error_code) TO rollcall_server;
GRANT EXECUTE ON FUNCTION public.insert_bulk_activities(jsonb[]) TO rollcall_server;

GRANT CREATE ON SCHEMA rollcall TO rollcall_batch;
ALTER FUNCTION rollcall.template_issues(jsonb) OWNER TO rollcall_batch;
REVOKE CREATE ON SCHEMA rollcall FROM rollcall_batch;
