-- public.insert_bulk_activities(activities jsonb[]) RETURNS uuid[]
--
-- Registers up to 200 activities, all or none, and answers with their ids in input order.
--
-- Each element of `activities` is an object:
--
--   peer_mentor_user_id  required  uuid       a peer mentor of a chapter that the caller coordinates, or the caller
--   activity_type_id     required  uuid       an activity type
--   recorded_at          required  timestamp  RFC 3339 with an offset, such as "2026-03-01T09:30:00Z"; from 1900 on,
--                                             at most one day ahead; kept to the millisecond (truncated)
--   duration_minutes     required  integer    1 to 1440
--   recorded_by_user_id  optional  uuid       the caller, who is also the default; nobody else
--
-- Any other key is refused: a misspelt one would otherwise be dropped in silence. An empty array answers with an
-- empty array.
--
-- What it refuses, in this order:
--
--   SQLSTATE 54000  more than 200 activities; nothing else was looked at. DETAIL is {"limit", "received"}
--   SQLSTATE 42501  the caller is not logged in, or coordinates no chapter
--   SQLSTATE PT400, PT403, PT409
--                   rows with something wrong with them. DETAIL is {"issues": [{index, field, code, message}, …]},
--                   all issues of all rows, in input order; index counts from 0; field is null where the row as a
--                   whole is meant. PostgREST answers PTnnn with the HTTP status nnn: 409 where all issues are
--                   duplicates, 403 where all are duplicates or a matter of rights, 400 otherwise.
--   SQLSTATE 40001  what was true when the rows were looked at had changed when they were written; try again
--
-- It is SECURITY DEFINER under a role that is no superuser and has no BYPASSRLS: its reads and inserts meet the same
-- policies as the caller's own would, with the caller's auth.uid().

CREATE FUNCTION rollcall.parse_uuid(value jsonb) RETURNS uuid
  LANGUAGE sql IMMUTABLE
RETURN CASE
  WHEN jsonb_typeof(value) = 'string'
    AND value #>> '{}' ~* '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'
  THEN (value #>> '{}')::uuid
END;
COMMENT ON FUNCTION rollcall.parse_uuid(jsonb) IS 'The UUID that a JSON string spells in its canonical form, or NULL.';

CREATE FUNCTION rollcall.parse_minutes(value jsonb) RETURNS integer
  LANGUAGE sql IMMUTABLE
RETURN CASE
  WHEN jsonb_typeof(value) = 'number' THEN
    CASE WHEN (value)::numeric BETWEEN 1 AND 1440 AND (value)::numeric = trunc((value)::numeric) THEN (value)::integer END
END;
COMMENT ON FUNCTION rollcall.parse_minutes(jsonb) IS 'The whole number of minutes from 1 to 1440 that a JSON number gives, or NULL.';

-- The cast alone would do, but fails the whole statement on a date that does not exist, and PostgreSQL 15 has no
-- way to ask beforehand: so the pattern admits what exists in every month, and the last days are looked up.
CREATE FUNCTION rollcall.parse_timestamp(value jsonb) RETURNS timestamptz
  LANGUAGE sql STABLE
RETURN CASE
  WHEN jsonb_typeof(value) = 'string'
    AND value #>> '{}' ~ '^(?!0000)[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])[Tt ]([01][0-9]|2[0-3])(:[0-5][0-9]){2}([.][0-9]{1,9})?([Zz]|[+-](0[0-9]|1[0-5]):[0-5][0-9])$'
  THEN CASE
    WHEN substr(value #>> '{}', 9, 2)::integer <= 28
      OR substr(value #>> '{}', 9, 2)::integer <= extract(day FROM
        make_date(substr(value #>> '{}', 1, 4)::integer, substr(value #>> '{}', 6, 2)::integer, 1) + interval '1 month - 1 day')
    -- The cast rounds what is finer than a microsecond: it is cut off before, not after.
    THEN regexp_replace(value #>> '{}', '([.][0-9]{3})[0-9]+', '\1')::timestamptz
  END
END;
COMMENT ON FUNCTION rollcall.parse_timestamp(jsonb) IS 'The moment that an RFC 3339 JSON string names, truncated to milliseconds, or NULL.';

CREATE FUNCTION rollcall.parse_activities(activities jsonb[])
  RETURNS TABLE (
    index integer, activity jsonb,
    peer_mentor_user_id uuid, activity_type_id uuid, recorded_at timestamptz, duration_minutes integer, recorded_by_user_id uuid
  )
  LANGUAGE sql STABLE ROWS 200
BEGIN ATOMIC
  SELECT
    given.position::integer - 1,
    given.activity,
    rollcall.parse_uuid(given.activity -> 'peer_mentor_user_id'),
    rollcall.parse_uuid(given.activity -> 'activity_type_id'),
    rollcall.parse_timestamp(given.activity -> 'recorded_at'),
    rollcall.parse_minutes(given.activity -> 'duration_minutes'),
    CASE
      WHEN coalesce(jsonb_typeof(given.activity -> 'recorded_by_user_id'), 'null') = 'null' THEN auth.uid()
      ELSE rollcall.parse_uuid(given.activity -> 'recorded_by_user_id')
    END
  FROM unnest(activities) WITH ORDINALITY AS given (activity, position);
END;
COMMENT ON FUNCTION rollcall.parse_activities(jsonb[]) IS 'The rows that a payload spells; NULL where a value is missing or malformed.';

-- One plan for all batches: planning this statement for each would take longer than running it for one row.
CREATE FUNCTION rollcall.activity_issues(activities jsonb[]) RETURNS jsonb
  LANGUAGE plpgsql STABLE SET search_path = public, pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
  RETURN (
    WITH given AS MATERIALIZED (
      SELECT * FROM rollcall.parse_activities(activities)
    ),
    mentor AS MATERIALIZED (
      SELECT coordinated.user_id FROM rollcall.coordinated_mentors() AS coordinated (user_id)
      UNION ALL
      SELECT rollcall.caller() WHERE rollcall.is_peer_mentor()
    ),
    issue (index, position, field, code, message) AS (
      SELECT given.index, 0, NULL, 'INVALID_VALUE', 'An activity must be an object.'
      FROM given
      WHERE jsonb_typeof(given.activity) IS DISTINCT FROM 'object'

      UNION ALL
      SELECT given.index, expected.position, expected.field,
        CASE WHEN expected.missing THEN 'REQUIRED' ELSE 'INVALID_VALUE' END,
        CASE WHEN expected.missing THEN expected.required ELSE expected.invalid END
      FROM given CROSS JOIN LATERAL (VALUES
        (1, 'peer_mentor_user_id', given.peer_mentor_user_id IS NOT NULL,
          coalesce(jsonb_typeof(given.activity -> 'peer_mentor_user_id'), 'null') = 'null',
          'The peer mentor is required.', 'The peer mentor must be given as a UUID.'),
        (2, 'activity_type_id', given.activity_type_id IS NOT NULL,
          coalesce(jsonb_typeof(given.activity -> 'activity_type_id'), 'null') = 'null',
          'The activity type is required.', 'The activity type must be given as a UUID.'),
        (3, 'recorded_at', given.recorded_at IS NOT NULL,
          coalesce(jsonb_typeof(given.activity -> 'recorded_at'), 'null') = 'null',
          'The time of the activity is required.',
          'The time of the activity must be an RFC 3339 timestamp with an offset, such as 2026-03-01T09:30:00Z.'),
        (4, 'duration_minutes', given.duration_minutes IS NOT NULL,
          coalesce(jsonb_typeof(given.activity -> 'duration_minutes'), 'null') = 'null',
          'The duration is required.', 'The duration must be a whole number of minutes from 1 to 1440.'),
        (5, 'recorded_by_user_id', given.recorded_by_user_id IS NOT NULL, false,
          NULL, 'The recording user must be given as a UUID, or left out.')
      ) AS expected (position, field, met, missing, required, invalid)
      WHERE jsonb_typeof(given.activity) = 'object' AND NOT expected.met

      UNION ALL
      SELECT given.index, 6, left(unknown.key, 63), 'INVALID_VALUE', 'There is no such field.'
      FROM given CROSS JOIN LATERAL jsonb_object_keys(
        CASE WHEN jsonb_typeof(given.activity) = 'object' THEN given.activity ELSE '{}' END
          - '{peer_mentor_user_id,activity_type_id,recorded_at,duration_minutes,recorded_by_user_id}'::text[]
      ) AS unknown (key)

      UNION ALL
      SELECT given.index, 3, 'recorded_at', 'INVALID_VALUE',
        CASE WHEN given.recorded_at > now() THEN 'The time of the activity may be at most one day ahead.'
        ELSE 'The time of the activity must be in 1900 or later.' END
      FROM given
      WHERE given.recorded_at > now() + interval '24 hours' OR given.recorded_at < '1900-01-01T00:00:00Z'

      UNION ALL
      -- Whether a mentor exists is told only of those whom the caller may see.
      SELECT given.index, 1, 'peer_mentor_user_id',
        CASE WHEN stranger.visible THEN 'MENTOR_NOT_IN_YOUR_CHAPTERS' ELSE 'PEER_MENTOR_NOT_FOUND' END,
        CASE WHEN stranger.visible THEN 'This person is not a peer mentor in the chapters that you coordinate.'
        ELSE 'There is no such peer mentor in the chapters that you coordinate.' END
      FROM given CROSS JOIN LATERAL (
        SELECT EXISTS (SELECT FROM public.profiles AS profile WHERE profile.user_id = given.peer_mentor_user_id) AS visible
      ) AS stranger
      WHERE given.peer_mentor_user_id IS NOT NULL
        AND given.peer_mentor_user_id NOT IN (SELECT mentor.user_id FROM mentor)

      UNION ALL
      SELECT given.index, 2, 'activity_type_id', 'ACTIVITY_TYPE_NOT_FOUND', 'There is no such activity type.'
      FROM given
      WHERE given.activity_type_id IS NOT NULL
        AND NOT EXISTS (SELECT FROM public.activity_types AS type WHERE type.id = given.activity_type_id)

      UNION ALL
      SELECT given.index, 5, 'recorded_by_user_id', 'RECORDED_BY_NOT_ALLOWED',
        'Activities are recorded in your own name: leave the recording user out, or give your own id.'
      FROM given
      WHERE given.recorded_by_user_id <> rollcall.caller()

      UNION ALL
      SELECT repeated.index, 7, NULL, 'DUPLICATE_IN_BATCH',
        'An earlier row has the same peer mentor, activity type and time.'
      FROM (
        SELECT given.index, row_number() OVER (
          PARTITION BY given.peer_mentor_user_id, given.activity_type_id, given.recorded_at ORDER BY given.index
        ) AS occurrence
        FROM given
        WHERE given.peer_mentor_user_id IS NOT NULL AND given.activity_type_id IS NOT NULL AND given.recorded_at IS NOT NULL
      ) AS repeated
      WHERE repeated.occurrence > 1

      UNION ALL
      SELECT given.index, 8, NULL, 'DUPLICATE_ACTIVITY',
        'This peer mentor has an activity of this type at this time already.'
      FROM given JOIN public.activity_records AS record USING (peer_mentor_user_id, activity_type_id, recorded_at)
      WHERE given.peer_mentor_user_id IN (SELECT mentor.user_id FROM mentor)
    )
    SELECT jsonb_agg(
      jsonb_build_object('index', issue.index, 'field', issue.field, 'code', issue.code, 'message', issue.message)
      ORDER BY issue.index, issue.position, issue.field
    )
    FROM issue
  );
END
$$;
COMMENT ON FUNCTION rollcall.activity_issues(jsonb[]) IS
  'Everything wrong with every row of a payload, for the present caller, as [{index, field, code, message}, …]; NULL where nothing is.';

CREATE FUNCTION rollcall.insert_activities(activities jsonb[]) RETURNS uuid[]
  LANGUAGE plpgsql VOLATILE SET search_path = public, pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  issues jsonb := rollcall.activity_issues(activities);
  ids uuid[];
BEGIN
  IF issues IS NULL THEN
    BEGIN
      WITH given AS MATERIALIZED (
        SELECT gen_random_uuid() AS id, parsed.* FROM rollcall.parse_activities(activities) AS parsed
      ),
      inserted AS (
        -- One order for everybody, so that two batches that overlap wait for each other instead of deadlocking.
        INSERT INTO public.activity_records (id, peer_mentor_user_id, activity_type_id, recorded_at, duration_minutes, recorded_by_user_id)
        SELECT id, peer_mentor_user_id, activity_type_id, recorded_at, duration_minutes, recorded_by_user_id FROM given
        ORDER BY peer_mentor_user_id, activity_type_id, recorded_at
      )
      SELECT coalesce(array_agg(id ORDER BY index), '{}') INTO ids FROM given;
      RETURN ids;
    EXCEPTION WHEN unique_violation OR foreign_key_violation OR check_violation OR insufficient_privilege THEN
      -- Somebody was faster: look again, now that what they did can be seen.
      issues := rollcall.activity_issues(activities);
      IF issues IS NULL THEN
        RAISE serialization_failure USING MESSAGE = 'The rows changed while they were being written.', HINT = 'Try again.';
      END IF;
    END;
  END IF;

  RAISE EXCEPTION USING
    ERRCODE = CASE
      WHEN NOT issues @? '$[*] ? (!(@.code starts with "DUPLICATE_"))' THEN 'PT409'
      WHEN NOT issues @? '$[*] ? (!(@.code starts with "DUPLICATE_" || @.code == "RECORDED_BY_NOT_ALLOWED" || @.code == "MENTOR_NOT_IN_YOUR_CHAPTERS"))' THEN 'PT403'
      ELSE 'PT400'
    END,
    MESSAGE = format('%s of %s activities can''t be registered; none was saved.',
      (SELECT count(DISTINCT issue -> 'index') FROM jsonb_array_elements(issues) AS issue), cardinality(activities)),
    DETAIL = jsonb_build_object('issues', issues)::text,
    HINT = 'Correct the rows that DETAIL names, and send all of them again.';
END
$$;
COMMENT ON FUNCTION rollcall.insert_activities(jsonb[]) IS 'Writes all rows of a payload, or raises all their issues.';

CREATE FUNCTION public.insert_bulk_activities(activities jsonb[]) RETURNS uuid[]
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp
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
  'Registers up to 200 activities [{peer_mentor_user_id, activity_type_id, recorded_at, duration_minutes, recorded_by_user_id?}, …], all or none; answers with their ids in input order.';

CREATE FUNCTION rollcall.register_activity(activity jsonb) RETURNS uuid
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp
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
  rollcall.parse_activities(jsonb[]), rollcall.activity_issues(jsonb[]), rollcall.insert_activities(jsonb[]),
  rollcall.register_activity(jsonb), public.insert_bulk_activities(jsonb[])
  FROM PUBLIC, anon, authenticated, service_role;
GRANT EXECUTE ON FUNCTION rollcall.parse_uuid(jsonb), rollcall.parse_minutes(jsonb), rollcall.parse_timestamp(jsonb),
  rollcall.parse_activities(jsonb[]), rollcall.activity_issues(jsonb[]), rollcall.insert_activities(jsonb[])
  TO rollcall_batch;
GRANT EXECUTE ON FUNCTION public.insert_bulk_activities(jsonb[]), rollcall.register_activity(jsonb) TO authenticated;

-- Only who can create in a schema may be given something in it: the right is lent for this one moment.
GRANT CREATE ON SCHEMA public, rollcall TO rollcall_batch;
ALTER FUNCTION public.insert_bulk_activities(jsonb[]) OWNER TO rollcall_batch;
ALTER FUNCTION rollcall.register_activity(jsonb) OWNER TO rollcall_batch;
REVOKE CREATE ON SCHEMA public, rollcall FROM rollcall_batch;
