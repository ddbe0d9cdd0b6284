-- public.insert_bulk_activities(activities jsonb[]) RETURNS uuid[]
--
-- Registers up to 200 activities, all or none, and returns their ids in input order.
--
-- Each element of `activities` is an object:
--
--   peer_mentor_user_id  required  uuid       a peer mentor of a chapter that the caller coordinates, or the caller
--   activity_type_id     required  uuid       an activity type
--   recorded_at          required  timestamp  RFC 3339 with an offset, such as "2026-03-01T09:30:00Z"; from 1900 on,
--                                             at most one day ahead; kept to the millisecond (truncated)
--   duration_minutes     required  integer    1 to 1440
--   recorded_by_user_id  optional  uuid       the caller, who is also the default; nobody else
--   chapter_id           optional  uuid       the chapter that it counts for: one of the caller's and of the mentor's; where
--                                             left out, the one of those that the mentor has belonged to longest
--
-- Any other key is refused, bulk_submission_id too: a misspelt one would otherwise be ignored silently. For an empty
-- array it returns an empty array.
--
-- What it refuses, in this order:
--
--   SQLSTATE 54000  more than 200 activities; nothing else was looked at. DETAIL is {"limit", "received"}
--   SQLSTATE 42501  the caller is not logged in, or coordinates no chapter
--   SQLSTATE PT400, PT403, PT409
--                   something is wrong with some rows. DETAIL is {"issues": [{index, field, code, message}, …]},
--                   all issues of all rows, in input order; index counts from 0; field is null where the row as a
--                   whole is meant. PostgREST answers PTnnn with the HTTP status nnn: 409 where all issues are
--                   duplicates, 403 where all are duplicates or a matter of rights, 400 otherwise.
--   SQLSTATE 40001  the rows changed again and again while they were being written; try again
--
-- For a good batch the payload is parsed once and the rows are inserted once. Only where that fails are the issues of all
-- rows collected.
--
-- It is SECURITY DEFINER, owned by a role that is no superuser and has no BYPASSRLS: the same policies apply to its reads and
-- inserts as to the caller's own, for the caller's user id.

-- Checks that the dashes are at their places and all else is hexadecimal. A regular expression would take twice as long.
CREATE FUNCTION rollcall.parse_uuid(value jsonb) RETURNS uuid
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
  WHEN value #>> '{}' LIKE '________-____-____-____-____________'
    AND translate(value #>> '{}', '0123456789abcdefABCDEF', '') = '----'
    AND jsonb_typeof(value) = 'string'
  THEN (value #>> '{}')::uuid
END;
COMMENT ON FUNCTION rollcall.parse_uuid(jsonb) IS 'The UUID in a JSON string, which must have its canonical form; NULL where there is none.';

CREATE FUNCTION rollcall.parse_minutes(value jsonb) RETURNS integer
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
  WHEN jsonb_typeof(value) = 'number' THEN
    CASE WHEN (value)::numeric BETWEEN 1 AND 1440 AND (value)::numeric = trunc((value)::numeric) THEN (value)::integer END
END;
COMMENT ON FUNCTION rollcall.parse_minutes(jsonb) IS 'The whole number of minutes, from 1 to 1440, in a JSON number; NULL where there is none.';

-- A cast alone would fail the whole statement on a date that does not exist, and PostgreSQL 15 can't test a value before the
-- cast. So a pattern checks the form, and days after the 28th are compared with the length of the month.
CREATE FUNCTION rollcall.parse_timestamp(value jsonb) RETURNS timestamptz
  LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE
  -- The usual form, which JavaScript's toISOString writes, is checked without a regular expression: that would take four
  -- times as long.
  WHEN value #>> '{}' LIKE '____-__-__T__:__:__.___Z'
    AND translate(value #>> '{}', '0123456789', '') = '--T::.Z'
    AND substr(value #>> '{}', 1, 4) <> '0000'
    AND substr(value #>> '{}', 6, 2) BETWEEN '01' AND '12'
    AND substr(value #>> '{}', 9, 2) BETWEEN '01' AND '28'
    AND substr(value #>> '{}', 12, 2) < '24' AND substr(value #>> '{}', 15, 2) < '60' AND substr(value #>> '{}', 18, 2) < '60'
  THEN (value #>> '{}')::timestamptz
  WHEN jsonb_typeof(value) = 'string'
    AND value #>> '{}' ~ '^(?!0000)[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])[Tt ]([01][0-9]|2[0-3])(:[0-5][0-9]){2}([.][0-9]{1,9})?([Zz]|[+-](0[0-9]|1[0-5]):[0-5][0-9])$'
  THEN CASE
    WHEN substr(value #>> '{}', 9, 2)::integer <= 28
      OR substr(value #>> '{}', 9, 2)::integer <= extract(day FROM
        make_date(substr(value #>> '{}', 1, 4)::integer, substr(value #>> '{}', 6, 2)::integer, 1) + interval '1 month - 1 day')
    -- The digits after the milliseconds are cut off before the cast, because the cast rounds.
    THEN regexp_replace(value #>> '{}', '([.][0-9]{3})[0-9]+', '\1')::timestamptz
  END
END;
COMMENT ON FUNCTION rollcall.parse_timestamp(jsonb) IS 'The RFC 3339 timestamp in a JSON string, truncated to milliseconds; NULL where there is none.';

CREATE FUNCTION rollcall.read_activities(activities jsonb[], OUT rows rollcall.new_activity[], OUT well_formed boolean)
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp SET plan_cache_mode = force_generic_plan SET jit = off
AS $$
BEGIN
  SELECT
    array_agg((read.peer_mentor_user_id, read.activity_type_id, read.recorded_at, read.duration_minutes,
      read.recorded_by_user_id, read.chapter_id)::rollcall.new_activity ORDER BY read.position),
    coalesce(bool_and(
      jsonb_typeof(read.activity) = 'object'
      AND read.peer_mentor_user_id IS NOT NULL AND read.activity_type_id IS NOT NULL
      AND read.recorded_at IS NOT NULL AND read.duration_minutes IS NOT NULL
      AND (read.recorded_by_user_id IS NOT NULL OR coalesce(read.activity -> 'recorded_by_user_id', 'null') = 'null')
      AND (read.chapter_id IS NOT NULL OR coalesce(read.activity -> 'chapter_id', 'null') = 'null')
      AND read.activity
        - '{peer_mentor_user_id,activity_type_id,recorded_at,duration_minutes,recorded_by_user_id,chapter_id}'::text[] = '{}'
    ), true)
  INTO rows, well_formed
  FROM (
    SELECT given.position, given.activity,
      rollcall.parse_uuid(given.activity -> 'peer_mentor_user_id') AS peer_mentor_user_id,
      rollcall.parse_uuid(given.activity -> 'activity_type_id') AS activity_type_id,
      rollcall.parse_timestamp(given.activity -> 'recorded_at') AS recorded_at,
      rollcall.parse_minutes(given.activity -> 'duration_minutes') AS duration_minutes,
      rollcall.parse_uuid(given.activity -> 'recorded_by_user_id') AS recorded_by_user_id,
      rollcall.parse_uuid(given.activity -> 'chapter_id') AS chapter_id
    FROM unnest(activities) WITH ORDINALITY AS given (activity, position)
    OFFSET 0
  ) AS read;
  rows := coalesce(rows, '{}');
END
$$;
COMMENT ON FUNCTION rollcall.read_activities(jsonb[]) IS
  'The rows of a payload, with NULL where a value is missing or malformed, and whether all of them are well-formed.';

CREATE FUNCTION rollcall.payload_issues(activities jsonb[])
  RETURNS TABLE (index integer, place integer, field text, code text, message text)
  LANGUAGE plpgsql STABLE ROWS 200 SET search_path = pg_catalog, public, pg_temp SET jit = off
AS $$
BEGIN
  RETURN QUERY
  WITH given AS MATERIALIZED (
    SELECT (given.position - 1)::integer AS index, given.activity
    FROM unnest(activities) WITH ORDINALITY AS given (activity, position)
  )
  SELECT given.index, 0, NULL, 'INVALID_VALUE', 'An activity must be an object.'
  FROM given
  WHERE jsonb_typeof(given.activity) IS DISTINCT FROM 'object'

  UNION ALL
  SELECT given.index, expected.place, expected.field,
    CASE WHEN expected.required IS NOT NULL AND coalesce(given.activity -> expected.field, 'null') = 'null' THEN 'REQUIRED' ELSE 'INVALID_VALUE' END,
    CASE WHEN coalesce(given.activity -> expected.field, 'null') = 'null' THEN expected.required ELSE expected.invalid END
  FROM given CROSS JOIN LATERAL (VALUES
    (1, 'peer_mentor_user_id', rollcall.parse_uuid(given.activity -> 'peer_mentor_user_id') IS NOT NULL,
      'The peer mentor is required.', 'The peer mentor must be given as a UUID.'),
    (2, 'activity_type_id', rollcall.parse_uuid(given.activity -> 'activity_type_id') IS NOT NULL,
      'The activity type is required.', 'The activity type must be given as a UUID.'),
    (3, 'recorded_at', rollcall.parse_timestamp(given.activity -> 'recorded_at') IS NOT NULL,
      'The time of the activity is required.',
      'The time of the activity must be an RFC 3339 timestamp with an offset, such as 2026-03-01T09:30:00Z.'),
    (4, 'duration_minutes', rollcall.parse_minutes(given.activity -> 'duration_minutes') IS NOT NULL,
      'The duration is required.', 'The duration must be a whole number of minutes from 1 to 1440.'),
    (5, 'recorded_by_user_id', rollcall.parse_uuid(given.activity -> 'recorded_by_user_id') IS NOT NULL, NULL,
      'The recording user must be given as a UUID, or left out.'),
    (6, 'chapter_id', rollcall.parse_uuid(given.activity -> 'chapter_id') IS NOT NULL, NULL,
      'The chapter must be given as a UUID, or left out.')
  ) AS expected (place, field, met, required, invalid)
  WHERE jsonb_typeof(given.activity) = 'object' AND NOT expected.met
    AND (expected.required IS NOT NULL OR coalesce(given.activity -> expected.field, 'null') <> 'null')

  UNION ALL
  SELECT given.index, 7, left(unknown.key, 63), 'INVALID_VALUE', 'There is no such field.'
  FROM given CROSS JOIN LATERAL jsonb_object_keys(
    CASE WHEN jsonb_typeof(given.activity) = 'object' THEN given.activity ELSE '{}' END
      - '{peer_mentor_user_id,activity_type_id,recorded_at,duration_minutes,recorded_by_user_id,chapter_id}'::text[]
  ) AS unknown (key);
END
$$;
COMMENT ON FUNCTION rollcall.payload_issues(jsonb[]) IS 'Everything about a payload that keeps its rows from being well-formed.';

CREATE FUNCTION rollcall.activity_issues(activities jsonb[]) RETURNS jsonb
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  RETURN (
    SELECT jsonb_agg(
      jsonb_build_object('index', issue.index, 'field', issue.field, 'code', issue.code, 'message', issue.message)
      ORDER BY issue.index, issue.place, issue.field
    )
    FROM (
      SELECT * FROM rollcall.payload_issues(activities)
      UNION ALL
      SELECT * FROM rollcall.row_issues((rollcall.read_activities(activities)).rows)
    ) AS issue
  );
END
$$;
COMMENT ON FUNCTION rollcall.activity_issues(jsonb[]) IS
  'Everything wrong with every row of a payload, for the present caller, as [{index, field, code, message}, …]; NULL where nothing is.';

CREATE FUNCTION rollcall.insert_activities(activities jsonb[]) RETURNS uuid[]
  LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  rows rollcall.new_activity[];
  well_formed boolean;
  issues jsonb;
BEGIN
  SELECT read.rows, read.well_formed INTO rows, well_formed FROM rollcall.read_activities(activities) AS read;
  -- A second attempt, because what made the INSERT fail may be gone by the time the issues are collected.
  FOR attempt IN 1..2 LOOP
    IF well_formed THEN
      BEGIN
        RETURN rollcall.write_activities(rows, NULL);
      EXCEPTION
        WHEN unique_violation OR foreign_key_violation OR check_violation THEN
          issues := rollcall.activity_issues(activities);
        WHEN insufficient_privilege THEN
          issues := rollcall.activity_issues(activities);
          -- Nothing is wrong with the rows: one of Rollcall's own roles lacks a right.
          IF issues IS NULL AND attempt = 2 THEN
            RAISE;
          END IF;
      END;
    ELSE
      issues := rollcall.activity_issues(activities);
    END IF;
    EXIT WHEN issues IS NOT NULL;
  END LOOP;
  IF issues IS NULL THEN
    RAISE serialization_failure USING MESSAGE = 'The rows changed while they were being written.', HINT = 'Try again.';
  END IF;
  PERFORM rollcall.raise_issues(issues, format('%s of %s activities can''t be registered; none was saved.',
    (SELECT count(DISTINCT issue -> 'index') FROM jsonb_array_elements(issues) AS issue), cardinality(activities)));
END
$$;
COMMENT ON FUNCTION rollcall.insert_activities(jsonb[]) IS 'Writes all rows of a payload, or raises all their issues.';

CREATE FUNCTION rollcall.raise_issues(issues jsonb, message text) RETURNS void
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  RAISE EXCEPTION USING
    ERRCODE = CASE
      WHEN NOT issues @? '$[*] ? (!(@.code starts with "DUPLICATE_"))' THEN 'PT409'
      WHEN NOT issues @? '$[*] ? (!(@.code starts with "DUPLICATE_" || @.code == "RECORDED_BY_NOT_ALLOWED" || @.code == "MENTOR_NOT_IN_YOUR_CHAPTERS" || @.code == "VOID_NOT_ALLOWED"))' THEN 'PT403'
      ELSE 'PT400'
    END,
    MESSAGE = message,
    DETAIL = jsonb_build_object('issues', issues)::text,
    HINT = 'Correct the rows that DETAIL names, and send all of them again.';
END
$$;
COMMENT ON FUNCTION rollcall.raise_issues(jsonb, text) IS
  'Raises issues of rows as one error: DETAIL has all of them, and PostgREST turns the SQLSTATE into the right HTTP status.';

CREATE FUNCTION public.insert_bulk_activities(activities jsonb[]) RETURNS uuid[]
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  IF cardinality(activities) > 200 THEN
    RAISE program_limit_exceeded USING
      MESSAGE = format('At most 200 activities can be registered at once; %s were given.', cardinality(activities)),
      DETAIL = jsonb_build_object('limit', 200, 'received', cardinality(activities))::text,
      HINT = 'Split them into batches of at most 200.';
  END IF;
  IF rollcall.caller() IS NULL OR NOT rollcall.is_coordinator() THEN
    RAISE insufficient_privilege USING
      MESSAGE = 'Only a coordinator may register activities in bulk.',
      HINT = 'Log in as somebody who coordinates a chapter.';
  END IF;
  IF activities IS NULL OR array_ndims(activities) > 1 THEN
    RAISE invalid_parameter_value USING
      MESSAGE = 'The activities must be given as one list.',
      HINT = 'Pass {"activities": [{…}, …]}.';
  END IF;
  RETURN rollcall.insert_activities(activities);
END
$$;
COMMENT ON FUNCTION public.insert_bulk_activities(jsonb[]) IS
  'Registers up to 200 activities [{peer_mentor_user_id, activity_type_id, recorded_at, duration_minutes, recorded_by_user_id?, chapter_id?}, …], all or none; returns their ids in input order.';

CREATE FUNCTION rollcall.register_activity(activity jsonb) RETURNS uuid
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  IF rollcall.caller() IS NULL
    OR NOT rollcall.is_coordinator()
    AND (NOT rollcall.is_peer_mentor() OR rollcall.parse_uuid(activity -> 'peer_mentor_user_id') <> rollcall.caller())
  THEN
    RAISE insufficient_privilege USING MESSAGE = 'Only a coordinator may register activities of somebody else.';
  END IF;
  RETURN (rollcall.insert_activities(ARRAY[activity]))[1];
END
$$;
COMMENT ON FUNCTION rollcall.register_activity(jsonb) IS 'Registers one activity: a peer mentor''s own, or a coordinator''s for one mentor.';

REVOKE ALL ON FUNCTION rollcall.parse_uuid(jsonb), rollcall.parse_minutes(jsonb), rollcall.parse_timestamp(jsonb),
  rollcall.read_activities(jsonb[]), rollcall.payload_issues(jsonb[]), rollcall.activity_issues(jsonb[]),
  rollcall.insert_activities(jsonb[]), rollcall.raise_issues(jsonb, text), rollcall.register_activity(jsonb),
  public.insert_bulk_activities(jsonb[])
  FROM PUBLIC, anon, authenticated, service_role;
GRANT EXECUTE ON FUNCTION rollcall.parse_uuid(jsonb), rollcall.parse_minutes(jsonb), rollcall.parse_timestamp(jsonb),
  rollcall.read_activities(jsonb[]), rollcall.payload_issues(jsonb[]), rollcall.activity_issues(jsonb[]),
  rollcall.insert_activities(jsonb[]), rollcall.raise_issues(jsonb, text)
  TO rollcall_batch;
GRANT EXECUTE ON FUNCTION public.insert_bulk_activities(jsonb[]), rollcall.register_activity(jsonb) TO authenticated;

-- A role can be made the owner of a function only while it may create in the function's schema (see the migration of rights).
GRANT CREATE ON SCHEMA public, rollcall TO rollcall_batch;
ALTER FUNCTION public.insert_bulk_activities(jsonb[]) OWNER TO rollcall_batch;
ALTER FUNCTION rollcall.register_activity(jsonb) OWNER TO rollcall_batch;
REVOKE CREATE ON SCHEMA public, rollcall FROM rollcall_batch;
