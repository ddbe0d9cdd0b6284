-- The database as all migrations together leave it: what stands where, who owns it, and who may do what with it.
-- For reading, not for running. "npm run generate" writes it; the migrations are where changes are made.
-- The role "rollcall" stands for the login, whatever that is called elsewhere.

ROLE anon NOLOGIN

ROLE authenticated NOLOGIN

ROLE rollcall LOGIN CREATEROLE, MEMBER OF anon, authenticated, rollcall_batch, rollcall_rights, rollcall_server, service_role

ROLE rollcall_batch NOLOGIN

ROLE rollcall_rights NOLOGIN

ROLE rollcall_server NOLOGIN

ROLE service_role NOLOGIN

SCHEMA auth
GRANT USAGE TO service_role

SCHEMA public
GRANT USAGE TO PUBLIC, anon, authenticated, rollcall_batch, rollcall_rights, rollcall_server, service_role

SCHEMA rollcall
GRANT USAGE TO authenticated, rollcall_batch, rollcall_server

TYPE public.audit_kind AS ENUM (
  'atomic_batch'
  'bulk_submission'
)

TYPE public.chapter_role AS ENUM (
  'coordinator'
  'peer_mentor'
)

TYPE public.mentor_submission_error_code AS ENUM (
  'PEER_MENTOR_NOT_FOUND'
  'ACTIVITY_TYPE_NOT_FOUND'
  'MENTOR_NOT_IN_YOUR_CHAPTERS'
  'DUPLICATE_ACTIVITY'
  'PERMISSION_DENIED'
  'CANCELLED'
  'TEMPORARILY_UNAVAILABLE'
  'INTERNAL_ERROR'
)

TABLE auth.users (
  id uuid NOT NULL
  email text
  users_pkey: PRIMARY KEY (id)
) ROW LEVEL SECURITY ENABLED, FORCED
CREATE UNIQUE INDEX users_email_key ON auth.users USING btree (email)
POLICY "administrators keep the users" FOR ALL TO service_role
  USING true
  WITH CHECK true
GRANT DELETE, INSERT, SELECT, UPDATE TO service_role

TABLE public._prisma_migrations (
  id character varying(36) NOT NULL
  checksum character varying(64) NOT NULL
  finished_at timestamp with time zone
  migration_name character varying(255) NOT NULL
  logs text
  rolled_back_at timestamp with time zone
  started_at timestamp with time zone NOT NULL DEFAULT now()
  applied_steps_count integer NOT NULL DEFAULT 0
  _prisma_migrations_pkey: PRIMARY KEY (id)
) ROW LEVEL SECURITY ENABLED, FORCED
POLICY "whoever migrates keeps the books" FOR ALL TO rollcall
  USING true
  WITH CHECK true

TABLE public.activity_records (
  id uuid NOT NULL DEFAULT gen_random_uuid()
  peer_mentor_user_id uuid NOT NULL
  activity_type_id uuid NOT NULL
  recorded_at timestamp(3) with time zone NOT NULL
  duration_minutes integer NOT NULL
  recorded_by_user_id uuid DEFAULT auth.uid()
  created_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP
  bulk_submission_id uuid
  activity_records_pkey: PRIMARY KEY (id)
  activity_records_activity_type_id_fkey: FOREIGN KEY (activity_type_id) REFERENCES public.activity_types(id) ON DELETE RESTRICT
  activity_records_bulk_submission_id_fkey: FOREIGN KEY (bulk_submission_id) REFERENCES public.bulk_submissions(id) ON DELETE RESTRICT
  activity_records_peer_mentor_user_id_fkey: FOREIGN KEY (peer_mentor_user_id) REFERENCES public.profiles(user_id) ON DELETE RESTRICT
  activity_records_recorded_by_user_id_fkey: FOREIGN KEY (recorded_by_user_id) REFERENCES public.profiles(user_id) ON DELETE RESTRICT
  activity_records_duration_minutes_range: CHECK (((duration_minutes >= 1) AND (duration_minutes <= 1440)))
  activity_records_recorded_at_range: CHECK (((recorded_at >= '1900-01-01 00:00:00+00'::timestamp with time zone) AND (recorded_at <= (now() + '24:00:00'::interval))))
) ROW LEVEL SECURITY ENABLED, FORCED
CREATE INDEX activity_records_activity_type_id_idx ON public.activity_records USING btree (activity_type_id)
CREATE UNIQUE INDEX activity_records_bulk_submission_id_peer_mentor_user_id_key ON public.activity_records USING btree (bulk_submission_id, peer_mentor_user_id)
CREATE UNIQUE INDEX activity_records_peer_mentor_user_id_activity_type_id_recor_key ON public.activity_records USING btree (peer_mentor_user_id, activity_type_id, recorded_at)
CREATE INDEX activity_records_recorded_at_id_idx ON public.activity_records USING btree (recorded_at DESC, id DESC)
CREATE INDEX activity_records_recorded_by_user_id_idx ON public.activity_records USING btree (recorded_by_user_id)
POLICY "mentors register for themselves, coordinators for their mentors" FOR INSERT TO authenticated, rollcall_batch
  WITH CHECK ((recorded_by_user_id = ( SELECT auth.uid() AS uid)) AND ((peer_mentor_user_id IN ( SELECT rollcall.coordinated_mentors() AS coordinated_mentors)) OR ((peer_mentor_user_id = ( SELECT auth.uid() AS uid)) AND ( SELECT rollcall.is_peer_mentor() AS is_peer_mentor))))
POLICY "mentors see their own, coordinators their mentors'" FOR SELECT TO authenticated, rollcall_batch
  USING ((peer_mentor_user_id = ( SELECT auth.uid() AS uid)) OR (peer_mentor_user_id IN ( SELECT rollcall.coordinated_mentors() AS coordinated_mentors)))
POLICY "the server says what belongs to a submission" FOR ALL TO rollcall_server
  USING true
  WITH CHECK true
GRANT SELECT TO authenticated
GRANT INSERT, SELECT TO rollcall_batch
GRANT INSERT (peer_mentor_user_id, activity_type_id, recorded_at, duration_minutes, recorded_by_user_id) TO authenticated
GRANT SELECT (id) TO rollcall_server
GRANT UPDATE (bulk_submission_id) TO rollcall_server

TABLE public.activity_types (
  id uuid NOT NULL DEFAULT gen_random_uuid()
  name text NOT NULL
  activity_types_pkey: PRIMARY KEY (id)
  activity_types_name_given: CHECK (((length(name) >= 1) AND (length(name) <= 200)))
) ROW LEVEL SECURITY ENABLED, FORCED
CREATE UNIQUE INDEX activity_types_name_key ON public.activity_types USING btree (name)
POLICY "administrators keep the activity types" FOR ALL TO service_role
  USING true
  WITH CHECK true
POLICY "everybody logged in sees the activity types" FOR SELECT TO authenticated, rollcall_batch
  USING true
GRANT SELECT TO authenticated, rollcall_batch
GRANT DELETE, INSERT, SELECT, UPDATE TO service_role

TABLE public.bulk_submission_mentors (
  submission_id uuid NOT NULL
  position integer NOT NULL
  mentor_id uuid NOT NULL
  sequence integer
  bulk_submission_mentors_pkey: PRIMARY KEY (submission_id, "position")
  bulk_submission_mentors_submission_id_fkey: FOREIGN KEY (submission_id) REFERENCES public.bulk_submissions(id) ON DELETE RESTRICT
) ROW LEVEL SECURITY ENABLED, FORCED
CREATE UNIQUE INDEX bulk_submission_mentors_submission_id_mentor_id_key ON public.bulk_submission_mentors USING btree (submission_id, mentor_id)
CREATE INDEX bulk_submission_mentors_unsettled ON public.bulk_submission_mentors USING btree (submission_id, "position") WHERE (sequence IS NULL)
POLICY "the server keeps the selection" FOR ALL TO rollcall_server
  USING true
  WITH CHECK true
GRANT INSERT, SELECT, UPDATE TO rollcall_server

TABLE public.bulk_submission_outcomes (
  submission_id uuid NOT NULL
  sequence integer NOT NULL
  mentor_id uuid NOT NULL
  activity_id uuid
  error_code public.mentor_submission_error_code
  succeeded_so_far integer NOT NULL
  settled_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP
  bulk_submission_outcomes_pkey: PRIMARY KEY (submission_id, sequence)
  bulk_submission_outcomes_activity_id_fkey: FOREIGN KEY (activity_id) REFERENCES public.activity_records(id) ON DELETE RESTRICT
  bulk_submission_outcomes_submission_id_fkey: FOREIGN KEY (submission_id) REFERENCES public.bulk_submissions(id) ON DELETE RESTRICT
  bulk_submission_outcomes_one_of_both: CHECK (((activity_id IS NULL) <> (error_code IS NULL)))
) ROW LEVEL SECURITY ENABLED, FORCED
CREATE UNIQUE INDEX bulk_submission_outcomes_activity_id_key ON public.bulk_submission_outcomes USING btree (activity_id)
CREATE UNIQUE INDEX bulk_submission_outcomes_submission_id_mentor_id_key ON public.bulk_submission_outcomes USING btree (submission_id, mentor_id)
POLICY "coordinators see the outcomes of what they submitted" FOR SELECT TO authenticated
  USING (submission_id IN ( SELECT bulk_submissions.id
   FROM public.bulk_submissions))
POLICY "the server keeps the outcomes" FOR ALL TO rollcall_server
  USING true
  WITH CHECK true
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.bulk_submission_outcomes FOR EACH STATEMENT EXECUTE FUNCTION rollcall.refuse_change()
GRANT SELECT TO authenticated
GRANT INSERT, SELECT TO rollcall_server

TABLE public.bulk_submissions (
  id uuid NOT NULL DEFAULT gen_random_uuid()
  acting_coordinator_id uuid NOT NULL
  activity_type_id uuid NOT NULL
  recorded_at timestamp(3) with time zone NOT NULL
  duration_minutes integer NOT NULL
  total integer NOT NULL
  succeeded integer NOT NULL DEFAULT 0
  failed integer NOT NULL DEFAULT 0
  retry_of_id uuid
  created_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP
  started_at timestamp(3) with time zone
  unended_starts integer NOT NULL DEFAULT 0
  cancel_requested_at timestamp(3) with time zone
  finished_at timestamp(3) with time zone
  audited_at timestamp(3) with time zone
  bulk_submissions_pkey: PRIMARY KEY (id)
  bulk_submissions_acting_coordinator_id_fkey: FOREIGN KEY (acting_coordinator_id) REFERENCES public.profiles(user_id) ON DELETE RESTRICT
  bulk_submissions_activity_type_id_fkey: FOREIGN KEY (activity_type_id) REFERENCES public.activity_types(id) ON DELETE RESTRICT
  bulk_submissions_retry_of_id_fkey: FOREIGN KEY (retry_of_id) REFERENCES public.bulk_submissions(id) ON DELETE RESTRICT
  bulk_submissions_counts: CHECK (((total > 0) AND (succeeded >= 0) AND (failed >= 0) AND ((succeeded + failed) <= total)))
  bulk_submissions_finished_when_complete: CHECK (((finished_at IS NOT NULL) = ((succeeded + failed) = total)))
) ROW LEVEL SECURITY ENABLED, FORCED
CREATE INDEX bulk_submissions_acting_coordinator_id_created_at_id_idx ON public.bulk_submissions USING btree (acting_coordinator_id, created_at DESC, id DESC)
CREATE INDEX bulk_submissions_open ON public.bulk_submissions USING btree (created_at) WHERE ((finished_at IS NULL) OR (audited_at IS NULL))
CREATE INDEX bulk_submissions_retry_of_id_idx ON public.bulk_submissions USING btree (retry_of_id)
POLICY "coordinators see what they submitted" FOR SELECT TO authenticated
  USING ((acting_coordinator_id = ( SELECT auth.uid() AS uid)) AND ( SELECT rollcall.is_coordinator() AS is_coordinator))
POLICY "the server runs submissions" FOR ALL TO rollcall_server
  USING true
  WITH CHECK true
GRANT SELECT TO authenticated
GRANT INSERT, SELECT, UPDATE TO rollcall_server

TABLE public.chapter_members (
  chapter_id uuid NOT NULL
  user_id uuid NOT NULL
  role public.chapter_role NOT NULL
  chapter_members_pkey: PRIMARY KEY (chapter_id, user_id, role)
  chapter_members_chapter_id_fkey: FOREIGN KEY (chapter_id) REFERENCES public.chapters(id) ON DELETE CASCADE
  chapter_members_user_id_fkey: FOREIGN KEY (user_id) REFERENCES public.profiles(user_id) ON DELETE CASCADE
) ROW LEVEL SECURITY ENABLED, FORCED
CREATE INDEX chapter_members_user_id_idx ON public.chapter_members USING btree (user_id)
POLICY "administrators keep the members" FOR ALL TO service_role
  USING true
  WITH CHECK true
POLICY "members see themselves, coordinators their chapters' members" FOR SELECT TO authenticated
  USING ((user_id = ( SELECT auth.uid() AS uid)) OR (chapter_id IN ( SELECT rollcall.coordinated_chapters() AS coordinated_chapters)))
POLICY "rights are looked up here" FOR SELECT TO rollcall_rights
  USING true
GRANT SELECT TO authenticated, rollcall_rights
GRANT DELETE, INSERT, SELECT, UPDATE TO service_role

TABLE public.chapters (
  id uuid NOT NULL DEFAULT gen_random_uuid()
  name text NOT NULL
  chapters_pkey: PRIMARY KEY (id)
  chapters_name_given: CHECK (((length(name) >= 1) AND (length(name) <= 200)))
) ROW LEVEL SECURITY ENABLED, FORCED
CREATE UNIQUE INDEX chapters_name_key ON public.chapters USING btree (name)
POLICY "administrators keep the chapters" FOR ALL TO service_role
  USING true
  WITH CHECK true
POLICY "members see their chapters" FOR SELECT TO authenticated
  USING (id IN ( SELECT rollcall.own_chapters() AS own_chapters))
GRANT SELECT TO authenticated
GRANT DELETE, INSERT, SELECT, UPDATE TO service_role

TABLE public.idempotency_keys (
  user_id uuid NOT NULL
  operation text NOT NULL
  key text NOT NULL
  request_hash text NOT NULL
  response jsonb NOT NULL
  created_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP
  idempotency_keys_pkey: PRIMARY KEY (user_id, operation, key)
  idempotency_keys_key_length: CHECK (((length(key) >= 1) AND (length(key) <= 255)))
) ROW LEVEL SECURITY ENABLED, FORCED
POLICY "the server keeps the keys" FOR ALL TO rollcall_server
  USING true
  WITH CHECK true
GRANT INSERT, SELECT, UPDATE TO rollcall_server

TABLE public.profiles (
  user_id uuid NOT NULL
  display_name text NOT NULL
  profiles_pkey: PRIMARY KEY (user_id)
  profiles_user_id_fkey: FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE
  profiles_display_name_given: CHECK (((length(display_name) >= 1) AND (length(display_name) <= 200)))
) ROW LEVEL SECURITY ENABLED, FORCED
CREATE INDEX profiles_display_name_user_id_idx ON public.profiles USING btree (display_name, user_id)
POLICY "administrators keep the profiles" FOR ALL TO service_role
  USING true
  WITH CHECK true
POLICY "users see themselves, coordinators their chapters' members" FOR SELECT TO authenticated, rollcall_batch
  USING ((user_id = ( SELECT auth.uid() AS uid)) OR (user_id IN ( SELECT rollcall.coordinated_members() AS coordinated_members)))
GRANT SELECT TO authenticated, rollcall_batch
GRANT DELETE, INSERT, SELECT, UPDATE TO service_role

TABLE public.proxy_audit_log (
  id uuid NOT NULL DEFAULT gen_random_uuid()
  kind public.audit_kind NOT NULL
  acting_coordinator_id uuid NOT NULL
  total integer NOT NULL
  succeeded integer NOT NULL
  failed integer NOT NULL
  created_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP
  submission_id uuid
  proxy_audit_log_pkey: PRIMARY KEY (id)
  proxy_audit_log_submission_id_fkey: FOREIGN KEY (submission_id) REFERENCES public.bulk_submissions(id) ON DELETE RESTRICT
  proxy_audit_log_counts: CHECK (((total = (succeeded + failed)) AND (succeeded >= 0) AND (failed >= 0)))
  proxy_audit_log_submission_named: CHECK (((kind = 'bulk_submission'::public.audit_kind) = (submission_id IS NOT NULL)))
) ROW LEVEL SECURITY ENABLED, FORCED
CREATE INDEX proxy_audit_log_acting_coordinator_id_created_at_id_idx ON public.proxy_audit_log USING btree (acting_coordinator_id, created_at DESC, id DESC)
CREATE UNIQUE INDEX proxy_audit_log_submission_id_key ON public.proxy_audit_log USING btree (submission_id)
POLICY "coordinators see what they did" FOR SELECT TO authenticated
  USING (acting_coordinator_id = ( SELECT auth.uid() AS uid))
POLICY "the server keeps the log" FOR INSERT TO rollcall_server
  WITH CHECK true
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.proxy_audit_log FOR EACH STATEMENT EXECUTE FUNCTION rollcall.refuse_change()
GRANT SELECT TO authenticated
GRANT INSERT TO rollcall_server

FUNCTION auth.uid()
 RETURNS uuid
 LANGUAGE sql
 STABLE
RETURN (((NULLIF(current_setting('request.jwt.claims'::text, true), ''::text))::jsonb ->> 'sub'::text))::uuid
OWNER rollcall
GRANT EXECUTE TO PUBLIC

FUNCTION public.insert_bulk_activities(activities jsonb[])
 RETURNS uuid[]
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_catalog', 'pg_temp'
AS $function$
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
$function$
OWNER rollcall_batch
GRANT EXECUTE TO authenticated, rollcall_server

FUNCTION rollcall.activity_issues(activities jsonb[])
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'public', 'pg_catalog', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
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
$function$
OWNER rollcall
GRANT EXECUTE TO rollcall_batch

FUNCTION rollcall.caller()
 RETURNS uuid
 LANGUAGE sql
 STABLE
RETURN auth.uid()
OWNER rollcall
GRANT EXECUTE TO authenticated, rollcall_batch, rollcall_rights

FUNCTION rollcall.coordinated_chapters()
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT chapter_members.chapter_id
    FROM public.chapter_members
   WHERE ((chapter_members.user_id = auth.uid()) AND (chapter_members.role = 'coordinator'::public.chapter_role));
END
OWNER rollcall_rights
GRANT EXECUTE TO authenticated, rollcall_batch

FUNCTION rollcall.coordinated_members()
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT member.user_id
    FROM (public.chapter_members own
      JOIN public.chapter_members member USING (chapter_id))
   WHERE ((own.user_id = auth.uid()) AND (own.role = 'coordinator'::public.chapter_role));
END
OWNER rollcall_rights
GRANT EXECUTE TO authenticated, rollcall_batch

FUNCTION rollcall.coordinated_mentors()
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT member.user_id
    FROM (public.chapter_members own
      JOIN public.chapter_members member USING (chapter_id))
   WHERE ((own.user_id = auth.uid()) AND (own.role = 'coordinator'::public.chapter_role) AND (member.role = 'peer_mentor'::public.chapter_role));
END
OWNER rollcall_rights
GRANT EXECUTE TO authenticated, rollcall_batch

FUNCTION rollcall.insert_activities(activities jsonb[])
 RETURNS uuid[]
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_catalog', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
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
$function$
OWNER rollcall
GRANT EXECUTE TO rollcall_batch

FUNCTION rollcall.is_coordinator()
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT (EXISTS ( SELECT
            FROM public.chapter_members
           WHERE ((chapter_members.user_id = auth.uid()) AND (chapter_members.role = 'coordinator'::public.chapter_role)))) AS "exists";
END
OWNER rollcall_rights
GRANT EXECUTE TO authenticated, rollcall_batch

FUNCTION rollcall.is_peer_mentor()
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT (EXISTS ( SELECT
            FROM public.chapter_members
           WHERE ((chapter_members.user_id = auth.uid()) AND (chapter_members.role = 'peer_mentor'::public.chapter_role)))) AS "exists";
END
OWNER rollcall_rights
GRANT EXECUTE TO authenticated, rollcall_batch

FUNCTION rollcall.look_at_submissions(viewers uuid[], submissions uuid[])
 RETURNS TABLE(place integer, settled integer, finished boolean)
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
  PERFORM set_config('role', 'authenticated', true);
  FOR n IN 1 .. coalesce(cardinality(viewers), 0) LOOP
    PERFORM set_config('request.jwt.claims', json_build_object('sub', viewers[n], 'role', 'authenticated')::text, true);
    SELECT succeeded + failed, finished_at IS NOT NULL INTO settled, finished
    FROM public.bulk_submissions WHERE id = submissions[n];
    IF FOUND THEN
      place := n;
      RETURN NEXT;
    END IF;
  END LOOP;
  PERFORM set_config('request.jwt.claims', '', true);
  PERFORM set_config('role', 'rollcall_server', true);
END
$function$
OWNER rollcall
GRANT EXECUTE TO rollcall_server

FUNCTION rollcall.own_chapters()
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT chapter_members.chapter_id
    FROM public.chapter_members
   WHERE (chapter_members.user_id = auth.uid());
END
OWNER rollcall_rights
GRANT EXECUTE TO authenticated, rollcall_batch

FUNCTION rollcall.parse_activities(activities jsonb[])
 RETURNS TABLE(index integer, activity jsonb, peer_mentor_user_id uuid, activity_type_id uuid, recorded_at timestamp with time zone, duration_minutes integer, recorded_by_user_id uuid)
 LANGUAGE sql
 STABLE ROWS 200
BEGIN ATOMIC
 SELECT ((given."position")::integer - 1),
     given.activity,
     rollcall.parse_uuid((given.activity -> 'peer_mentor_user_id'::text)) AS parse_uuid,
     rollcall.parse_uuid((given.activity -> 'activity_type_id'::text)) AS parse_uuid,
     rollcall.parse_timestamp((given.activity -> 'recorded_at'::text)) AS parse_timestamp,
     rollcall.parse_minutes((given.activity -> 'duration_minutes'::text)) AS parse_minutes,
         CASE
             WHEN (COALESCE(jsonb_typeof((given.activity -> 'recorded_by_user_id'::text)), 'null'::text) = 'null'::text) THEN auth.uid()
             ELSE rollcall.parse_uuid((given.activity -> 'recorded_by_user_id'::text))
         END AS parse_uuid
    FROM unnest(parse_activities.activities) WITH ORDINALITY given(activity, "position");
END
OWNER rollcall
GRANT EXECUTE TO rollcall_batch

FUNCTION rollcall.parse_minutes(value jsonb)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
RETURN CASE WHEN (jsonb_typeof(value) = 'number'::text) THEN CASE WHEN ((((value)::numeric >= (1)::numeric) AND ((value)::numeric <= (1440)::numeric)) AND ((value)::numeric = trunc((value)::numeric))) THEN (value)::integer ELSE NULL::integer END ELSE NULL::integer END
OWNER rollcall
GRANT EXECUTE TO rollcall_batch

FUNCTION rollcall.parse_timestamp(value jsonb)
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE
RETURN CASE WHEN ((jsonb_typeof(value) = 'string'::text) AND ((value #>> '{}'::text[]) ~ '^(?!0000)[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])[Tt ]([01][0-9]|2[0-3])(:[0-5][0-9]){2}([.][0-9]{1,9})?([Zz]|[+-](0[0-9]|1[0-5]):[0-5][0-9])$'::text)) THEN CASE WHEN (((substr((value #>> '{}'::text[]), 9, 2))::integer <= 28) OR (((substr((value #>> '{}'::text[]), 9, 2))::integer)::numeric <= EXTRACT(day FROM (make_date((substr((value #>> '{}'::text[]), 1, 4))::integer, (substr((value #>> '{}'::text[]), 6, 2))::integer, 1) + '1 mon -1 days'::interval)))) THEN (regexp_replace((value #>> '{}'::text[]), '([.][0-9]{3})[0-9]+'::text, '\1'::text))::timestamp with time zone ELSE NULL::timestamp with time zone END ELSE NULL::timestamp with time zone END
OWNER rollcall
GRANT EXECUTE TO rollcall_batch

FUNCTION rollcall.parse_uuid(value jsonb)
 RETURNS uuid
 LANGUAGE sql
 IMMUTABLE
RETURN CASE WHEN ((jsonb_typeof(value) = 'string'::text) AND ((value #>> '{}'::text[]) ~* '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'::text)) THEN ((value #>> '{}'::text[]))::uuid ELSE NULL::uuid END
OWNER rollcall
GRANT EXECUTE TO rollcall_batch

FUNCTION rollcall.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
  RAISE insufficient_privilege USING MESSAGE = format('%I is append-only', TG_TABLE_NAME);
END
$function$
OWNER rollcall

FUNCTION rollcall.register_activity(activity jsonb)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
  IF rollcall.caller() IS NULL
    OR NOT rollcall.is_coordinator()
    AND (NOT rollcall.is_peer_mentor() OR rollcall.parse_uuid(activity -> 'peer_mentor_user_id') <> rollcall.caller())
  THEN
    RAISE insufficient_privilege USING MESSAGE = 'Only a coordinator may register activities of somebody else.';
  END IF;
  RETURN (rollcall.insert_activities(ARRAY[activity]))[1];
END
$function$
OWNER rollcall_batch
GRANT EXECUTE TO authenticated

FUNCTION rollcall.settle_mentors(submission uuid, mentors uuid[], failure public.mentor_submission_error_code DEFAULT NULL::public.mentor_submission_error_code)
 RETURNS SETOF public.bulk_submission_outcomes
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_catalog', 'pg_temp'
AS $function$
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
$function$
OWNER rollcall
GRANT EXECUTE TO rollcall_server

FUNCTION rollcall.template_issues(template jsonb)
 RETURNS jsonb
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT jsonb_agg(found.issue ORDER BY found."position") AS jsonb_agg
    FROM jsonb_array_elements(rollcall.activity_issues(ARRAY[template_issues.template])) WITH ORDINALITY found(issue, "position")
   WHERE ((found.issue ->> 'field'::text) = ANY (ARRAY['activity_type_id'::text, 'recorded_at'::text, 'duration_minutes'::text]));
END
OWNER rollcall_batch
GRANT EXECUTE TO authenticated
