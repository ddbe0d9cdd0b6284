-- Used by the pgTAP files of test/database: pgTAP itself, and helper functions for the demo data. They are in a schema of
-- their own, so that tests about the public schema don't find them there.
CREATE SCHEMA tap;
CREATE EXTENSION pgtap SCHEMA tap;
GRANT USAGE ON SCHEMA tap TO PUBLIC;

CREATE FUNCTION tap.user_id(wanted text) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER
RETURN (SELECT id FROM auth.users WHERE email = wanted);

CREATE FUNCTION tap.type_id(wanted text) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER
RETURN (SELECT id FROM public.activity_types WHERE name = wanted);

-- From here on, the transaction has the rights of a token with these claims. The server and PostgREST set the same.
CREATE FUNCTION tap.present_token(role text, claims jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('request.jwt.claims', claims::text, true), set_config('role', role, true);
END
$$;

CREATE FUNCTION tap.log_in(email text) RETURNS void LANGUAGE sql
RETURN tap.present_token('authenticated', jsonb_build_object('sub', tap.user_id(email), 'role', 'authenticated'));

CREATE FUNCTION tap.log_in_as_owner() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('role', pg_get_userbyid(relowner), true) FROM pg_class WHERE oid = 'public.proxy_audit_log'::regclass;
END
$$;

CREATE FUNCTION tap.chapter_id(wanted text) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER
RETURN (SELECT id FROM public.chapters WHERE name = wanted);

-- Ends the log-in: from here on, the transaction has the rights of the test session's own login.
CREATE FUNCTION tap.log_out() RETURNS void LANGUAGE sql
RETURN tap.present_token('none', NULL);

-- A valid row for a mentor, with `changes` to its values. With SQL's NULL as `changes` the row is NULL.
CREATE FUNCTION tap.activity(mentor text, changes jsonb DEFAULT '{}') RETURNS jsonb LANGUAGE sql STABLE
RETURN jsonb_build_object(
  'peer_mentor_user_id', tap.user_id(mentor),
  'activity_type_id', tap.type_id('Phone call'),
  'recorded_at', '2026-03-01T09:30:00Z',
  'duration_minutes', 30
) || changes;

-- Runs a statement, rolls it back, and returns how many rows it affected, or its SQLSTATE.
CREATE FUNCTION tap.answer_to(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  affected integer;
BEGIN
  EXECUTE statement;
  GET DIAGNOSTICS affected = ROW_COUNT;
  RAISE EXCEPTION USING ERRCODE = 'TAP00', MESSAGE = affected;
EXCEPTION
  WHEN SQLSTATE 'TAP00' THEN RETURN SQLERRM;
  WHEN OTHERS THEN RETURN SQLSTATE;
END
$$;

-- Runs a statement that returns one value, rolls it back, and returns the value, or the SQLSTATE and each issue of the
-- error as index/field/code.
CREATE FUNCTION tap.issues_of(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  value text;
  detail text;
BEGIN
  EXECUTE statement INTO value;
  RAISE EXCEPTION USING ERRCODE = 'TAP00', MESSAGE = coalesce(value, 'NULL');
EXCEPTION
  WHEN SQLSTATE 'TAP00' THEN RETURN SQLERRM;
  WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
    RETURN SQLSTATE || CASE WHEN detail LIKE '{"issues"%' THEN (
      SELECT string_agg(format(' %s/%s/%s', issue ->> 'index', coalesce(issue ->> 'field', '-'), issue ->> 'code'), '' ORDER BY position)
      FROM jsonb_array_elements(detail::jsonb -> 'issues') WITH ORDINALITY AS given (issue, position)
    ) ELSE '' END;
END
$$;

-- Runs insert_bulk_activities, rolls it back, and returns 'accepted', or the SQLSTATE and each issue as index/field/code.
CREATE FUNCTION tap.verdict(VARIADIC activities jsonb[]) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  detail text;
BEGIN
  PERFORM public.insert_bulk_activities(activities);
  RAISE EXCEPTION USING ERRCODE = 'TAP00';
EXCEPTION
  WHEN SQLSTATE 'TAP00' THEN RETURN 'accepted';
  WHEN SQLSTATE 'PT400' OR SQLSTATE 'PT403' OR SQLSTATE 'PT409' THEN
    GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
    RETURN SQLSTATE || (
      SELECT string_agg(format(' %s/%s/%s', issue ->> 'index', coalesce(issue ->> 'field', '-'), issue ->> 'code'), '' ORDER BY position)
      FROM jsonb_array_elements(detail::jsonb -> 'issues') WITH ORDINALITY AS given (issue, position)
    );
  WHEN OTHERS THEN RETURN SQLSTATE;
END
$$;
