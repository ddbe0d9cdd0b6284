-- The database as all migrations together leave it: what stands where, who owns it, and who may do what with it.
-- For reading, not for running. "npm run generate" writes it; the migrations are where changes are made.
-- The role "rollcall" stands for the login, whatever that is called elsewhere.

ROLE anon NOLOGIN

ROLE authenticated NOLOGIN

ROLE rollcall LOGIN CREATEROLE, MEMBER OF anon, authenticated, rollcall_audit, rollcall_batch, rollcall_retention, rollcall_rights, rollcall_server, service_role

ROLE rollcall_audit NOLOGIN

ROLE rollcall_batch NOLOGIN

ROLE rollcall_retention NOLOGIN

ROLE rollcall_rights NOLOGIN

ROLE rollcall_server NOLOGIN

ROLE service_role NOLOGIN

SCHEMA auth
GRANT USAGE TO service_role

SCHEMA public
GRANT USAGE TO PUBLIC, anon, authenticated, rollcall_audit, rollcall_batch, rollcall_retention, rollcall_rights, rollcall_server, service_role

SCHEMA rollcall
GRANT USAGE TO authenticated, rollcall_audit, rollcall_batch, rollcall_retention, rollcall_rights, rollcall_server, service_role

TYPE public.audit_kind AS ENUM (
  'atomic_batch'
  'bulk_submission'
  'void'
  'export'
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
  'PERIOD_CLOSED'
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
POLICY "the login that migrates keeps the list of migrations" FOR ALL TO rollcall
  USING true
  WITH CHECK true
POLICY "the server reads the list of migrations" FOR SELECT TO rollcall_server
  USING true
GRANT SELECT TO rollcall_server

TABLE public.activity_records (
  id uuid NOT NULL DEFAULT gen_random_uuid()
  peer_mentor_user_id uuid
  activity_type_id uuid NOT NULL
  recorded_at timestamp(3) with time zone NOT NULL
  duration_minutes integer NOT NULL
  recorded_by_user_id uuid DEFAULT rollcall.caller()
  created_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP
  chapter_id uuid NOT NULL
  bulk_submission_id uuid
  voided_at timestamp(3) with time zone
  voided_by uuid
  void_reason text
  activity_records_pkey: PRIMARY KEY (id)
  activity_records_activity_type_id_fkey: FOREIGN KEY (activity_type_id) REFERENCES public.activity_types(id) ON DELETE RESTRICT
  activity_records_chapter_id_fkey: FOREIGN KEY (chapter_id) REFERENCES public.chapters(id) ON DELETE RESTRICT
  activity_records_peer_mentor_user_id_fkey: FOREIGN KEY (peer_mentor_user_id) REFERENCES public.profiles(user_id) ON DELETE SET NULL
  activity_records_recorded_by_user_id_fkey: FOREIGN KEY (recorded_by_user_id) REFERENCES public.profiles(user_id) ON DELETE SET NULL
  activity_records_duration_minutes_range: CHECK (((duration_minutes >= 1) AND (duration_minutes <= 1440)))
  activity_records_recorded_at_range: CHECK (((recorded_at >= '1900-01-01 00:00:00+00'::timestamp with time zone) AND (recorded_at <= (now() + '24:00:00'::interval))))
  activity_records_void_reason_given: CHECK (((length(void_reason) >= 1) AND (length(void_reason) <= 500)))
  activity_records_voided_with_reason: CHECK ((((voided_at IS NULL) = (void_reason IS NULL)) AND ((voided_at IS NOT NULL) OR (voided_by IS NULL))))
) ROW LEVEL SECURITY ENABLED, FORCED
CREATE INDEX activity_records_of_chapter ON public.activity_records USING btree (chapter_id, recorded_at DESC, id DESC) INCLUDE (activity_type_id, peer_mentor_user_id, duration_minutes, voided_at)
CREATE INDEX activity_records_of_chapter_by_type ON public.activity_records USING btree (chapter_id, activity_type_id, recorded_at DESC, id DESC)
CREATE INDEX activity_records_of_mentor ON public.activity_records USING btree (peer_mentor_user_id, recorded_at DESC, id DESC)
CREATE INDEX activity_records_of_mentor_in_chapter ON public.activity_records USING btree (peer_mentor_user_id, chapter_id)
CREATE UNIQUE INDEX activity_records_once ON public.activity_records USING btree (peer_mentor_user_id, activity_type_id, recorded_at) WHERE (voided_at IS NULL)
CREATE UNIQUE INDEX activity_records_once_a_submission ON public.activity_records USING btree (bulk_submission_id, peer_mentor_user_id) WHERE ((voided_at IS NULL) AND (bulk_submission_id IS NOT NULL))
CREATE INDEX activity_records_recorded_by ON public.activity_records USING btree (recorded_by_user_id, chapter_id)
CREATE INDEX activity_records_voided_by ON public.activity_records USING btree (voided_by) WHERE (voided_by IS NOT NULL)
CREATE INDEX activity_records_voided_of_submission ON public.activity_records USING btree (bulk_submission_id) WHERE ((voided_at IS NOT NULL) AND (bulk_submission_id IS NOT NULL))
POLICY "coordinators take back their chapters', mentors their own" FOR UPDATE TO rollcall_batch
  USING ((chapter_id = ANY (( SELECT rollcall.coordinated_chapters() AS coordinated_chapters)::uuid[])) OR ((peer_mentor_user_id = ( SELECT rollcall.caller() AS caller)) AND (recorded_by_user_id = ( SELECT rollcall.caller() AS caller))))
POLICY "functions forget people and delete expired rows" FOR ALL TO rollcall_retention
  USING true
  WITH CHECK true
POLICY "functions look up duplicates" FOR SELECT TO rollcall_rights
  USING true
POLICY "mentors register for themselves, coordinators for their mentors" FOR INSERT TO authenticated, rollcall_batch
  WITH CHECK ((recorded_by_user_id = ( SELECT rollcall.caller() AS caller)) AND ((peer_mentor_user_id = ( SELECT rollcall.caller() AS caller)) OR (chapter_id = ANY (( SELECT rollcall.coordinated_chapters() AS coordinated_chapters)::uuid[]))) AND (EXISTS ( SELECT
   FROM public.chapter_members member
  WHERE ((member.chapter_id = activity_records.chapter_id) AND (member.user_id = activity_records.peer_mentor_user_id) AND (member.role = 'peer_mentor'::public.chapter_role))
 OFFSET 0)))
POLICY "mentors see their own, coordinators their chapters'" FOR SELECT TO authenticated, rollcall_batch
  USING ((peer_mentor_user_id = ( SELECT rollcall.caller() AS caller)) OR (chapter_id = ANY (( SELECT rollcall.coordinated_chapters() AS coordinated_chapters)::uuid[])))
POLICY "the server knows what was taken back" FOR SELECT TO rollcall_server
  USING true
CREATE TRIGGER append_only BEFORE DELETE OR TRUNCATE ON public.activity_records FOR EACH STATEMENT EXECUTE FUNCTION rollcall.refuse_change()
CREATE TRIGGER audited AFTER INSERT ON public.activity_records REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION rollcall.audit_registration()
CREATE TRIGGER not_rewritten BEFORE UPDATE ON public.activity_records FOR EACH ROW EXECUTE FUNCTION rollcall.refuse_rewriting()
CREATE TRIGGER period_open AFTER INSERT ON public.activity_records REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION rollcall.refuse_closed_period()
CREATE TRIGGER stamped BEFORE INSERT ON public.activity_records FOR EACH ROW WHEN ((new.chapter_id IS NULL)) EXECUTE FUNCTION rollcall.stamp_chapter()
CREATE TRIGGER voiding_audited AFTER UPDATE ON public.activity_records REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION rollcall.audit_voiding()
GRANT SELECT TO authenticated, rollcall_rights
GRANT INSERT, SELECT TO rollcall_batch
GRANT INSERT (peer_mentor_user_id, activity_type_id, recorded_at, duration_minutes, recorded_by_user_id, chapter_id) TO authenticated
GRANT SELECT (id, peer_mentor_user_id, recorded_by_user_id, voided_by) TO rollcall_retention
GRANT SELECT (id, voided_at) TO rollcall_server
GRANT UPDATE (voided_at, voided_by, void_reason) TO rollcall_batch
GRANT UPDATE (peer_mentor_user_id, recorded_by_user_id, voided_by) TO rollcall_retention

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
  mentor_id uuid
  bulk_submission_mentors_pkey: PRIMARY KEY (submission_id, "position")
) ROW LEVEL SECURITY ENABLED, FORCED
CREATE UNIQUE INDEX bulk_submission_mentors_submission_id_mentor_id_key ON public.bulk_submission_mentors USING btree (submission_id, mentor_id)
POLICY "functions forget people and delete expired rows" FOR ALL TO rollcall_retention
  USING true
  WITH CHECK true
POLICY "the server keeps the selection" FOR ALL TO rollcall_server
  USING true
  WITH CHECK true
GRANT SELECT TO rollcall_retention
GRANT DELETE, INSERT, SELECT, UPDATE TO rollcall_server
GRANT UPDATE (mentor_id) TO rollcall_retention

TABLE public.bulk_submission_outcomes (
  submission_id uuid NOT NULL
  sequence integer NOT NULL
  mentor_id uuid
  activity_id uuid
  error_code public.mentor_submission_error_code
  succeeded_so_far integer NOT NULL
  settled_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP
  bulk_submission_outcomes_pkey: PRIMARY KEY (submission_id, sequence)
  bulk_submission_outcomes_one_of_both: CHECK (((activity_id IS NULL) <> (error_code IS NULL)))
) ROW LEVEL SECURITY ENABLED, FORCED
CREATE INDEX bulk_submission_outcomes_failed ON public.bulk_submission_outcomes USING btree (submission_id, sequence) WHERE (error_code IS NOT NULL)
CREATE UNIQUE INDEX bulk_submission_outcomes_submission_id_mentor_id_key ON public.bulk_submission_outcomes USING btree (submission_id, mentor_id)
POLICY "functions forget people and delete expired rows" FOR ALL TO rollcall_retention
  USING true
  WITH CHECK true
POLICY "the server keeps the outcomes" FOR ALL TO rollcall_server
  USING true
  WITH CHECK true
POLICY "who sees a submission sees its outcomes" FOR SELECT TO authenticated
  USING (EXISTS ( SELECT
   FROM public.bulk_submissions submission
  WHERE (submission.id = bulk_submission_outcomes.submission_id)
 OFFSET 0))
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.bulk_submission_outcomes FOR EACH STATEMENT EXECUTE FUNCTION rollcall.refuse_change()
GRANT SELECT TO authenticated
GRANT DELETE, SELECT TO rollcall_retention
GRANT INSERT, SELECT TO rollcall_server
GRANT UPDATE (mentor_id) TO rollcall_retention

TABLE public.bulk_submissions (
  id uuid NOT NULL DEFAULT gen_random_uuid()
  acting_coordinator_id uuid
  chapter_id uuid
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
  unended_since timestamp(3) with time zone
  cancel_requested_at timestamp(3) with time zone
  finished_at timestamp(3) with time zone
  audited_at timestamp(3) with time zone
  outcomes_expired_at timestamp(3) with time zone
  bulk_submissions_pkey: PRIMARY KEY (id)
  bulk_submissions_acting_coordinator_id_fkey: FOREIGN KEY (acting_coordinator_id) REFERENCES public.profiles(user_id) ON DELETE SET NULL
  bulk_submissions_activity_type_id_fkey: FOREIGN KEY (activity_type_id) REFERENCES public.activity_types(id) ON DELETE RESTRICT
  bulk_submissions_chapter_id_fkey: FOREIGN KEY (chapter_id) REFERENCES public.chapters(id) ON DELETE RESTRICT
  bulk_submissions_retry_of_id_fkey: FOREIGN KEY (retry_of_id) REFERENCES public.bulk_submissions(id) ON DELETE RESTRICT
  bulk_submissions_counts: CHECK (((total > 0) AND (succeeded >= 0) AND (failed >= 0) AND ((succeeded + failed) <= total)))
  bulk_submissions_finished_when_complete: CHECK (((finished_at IS NOT NULL) = ((succeeded + failed) = total)))
) ROW LEVEL SECURITY ENABLED, FORCED
CREATE INDEX bulk_submissions_acting_coordinator_id_created_at_id_idx ON public.bulk_submissions USING btree (acting_coordinator_id, created_at DESC, id DESC)
CREATE INDEX bulk_submissions_of_chapter ON public.bulk_submissions USING btree (chapter_id, created_at DESC, id DESC) WHERE (chapter_id IS NOT NULL)
CREATE INDEX bulk_submissions_open ON public.bulk_submissions USING btree (created_at) WHERE ((finished_at IS NULL) OR (audited_at IS NULL))
CREATE INDEX bulk_submissions_retries ON public.bulk_submissions USING btree (retry_of_id) WHERE (retry_of_id IS NOT NULL)
CREATE INDEX bulk_submissions_with_outcomes ON public.bulk_submissions USING btree (finished_at) WHERE (outcomes_expired_at IS NULL)
POLICY "coordinators see what they submitted, and their chapters'" FOR SELECT TO authenticated, rollcall_batch
  USING (((acting_coordinator_id = ( SELECT rollcall.caller() AS caller)) AND ( SELECT rollcall.is_coordinator() AS is_coordinator)) OR (chapter_id = ANY (( SELECT rollcall.coordinated_chapters() AS coordinated_chapters)::uuid[])))
POLICY "functions forget people and delete expired rows" FOR ALL TO rollcall_retention
  USING true
  WITH CHECK true
POLICY "functions look up running submissions" FOR SELECT TO rollcall_rights
  USING true
POLICY "the server runs submissions" FOR ALL TO rollcall_server
  USING true
  WITH CHECK true
CREATE TRIGGER append_only BEFORE DELETE OR TRUNCATE ON public.bulk_submissions FOR EACH STATEMENT EXECUTE FUNCTION rollcall.refuse_change()
GRANT SELECT TO authenticated, rollcall_batch, rollcall_retention, rollcall_rights
GRANT INSERT, SELECT, UPDATE TO rollcall_server
GRANT UPDATE (acting_coordinator_id, outcomes_expired_at) TO rollcall_retention

TABLE public.chapter_members (
  chapter_id uuid NOT NULL
  user_id uuid NOT NULL
  role public.chapter_role NOT NULL
  since timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP
  chapter_members_pkey: PRIMARY KEY (chapter_id, user_id, role)
  chapter_members_chapter_id_fkey: FOREIGN KEY (chapter_id) REFERENCES public.chapters(id) ON DELETE CASCADE
  chapter_members_user_id_fkey: FOREIGN KEY (user_id) REFERENCES public.profiles(user_id) ON DELETE CASCADE
) ROW LEVEL SECURITY ENABLED, FORCED
CREATE INDEX chapter_members_user_id_idx ON public.chapter_members USING btree (user_id)
POLICY "administrators keep the members" FOR ALL TO service_role
  USING true
  WITH CHECK true
POLICY "functions look up memberships" FOR SELECT TO rollcall_rights
  USING true
POLICY "members see themselves, coordinators their chapters' members" FOR SELECT TO authenticated, rollcall_batch
  USING ((user_id = ( SELECT rollcall.caller() AS caller)) OR (chapter_id = ANY (( SELECT rollcall.coordinated_chapters() AS coordinated_chapters)::uuid[])))
CREATE TRIGGER directory_changes AFTER UPDATE ON public.chapter_members REFERENCING OLD TABLE AS gone NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION rollcall.keep_directory()
CREATE TRIGGER directory_gains AFTER INSERT ON public.chapter_members REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION rollcall.keep_directory()
CREATE TRIGGER directory_loses AFTER DELETE ON public.chapter_members REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION rollcall.keep_directory()
GRANT SELECT TO authenticated, rollcall_batch, rollcall_rights
GRANT DELETE, INSERT, SELECT, UPDATE TO service_role

TABLE public.chapters (
  id uuid NOT NULL DEFAULT gen_random_uuid()
  name text NOT NULL
  time_zone text NOT NULL DEFAULT 'UTC'::text
  closed_before timestamp(3) with time zone
  chapters_pkey: PRIMARY KEY (id)
  chapters_name_given: CHECK (((length(name) >= 1) AND (length(name) <= 200)))
) ROW LEVEL SECURITY ENABLED, FORCED
CREATE UNIQUE INDEX chapters_name_key ON public.chapters USING btree (name)
POLICY "administrators keep the chapters" FOR ALL TO service_role
  USING true
  WITH CHECK true
POLICY "everybody logged in sees the chapters" FOR SELECT TO authenticated, rollcall_batch
  USING (( SELECT rollcall.caller() AS caller) IS NOT NULL)
POLICY "functions lock chapters, and change nothing in them" FOR UPDATE TO rollcall_rights
  USING true
  WITH CHECK false
POLICY "functions look up closed books" FOR SELECT TO rollcall_rights
  USING true
CREATE TRIGGER history_kept BEFORE DELETE ON public.chapters FOR EACH ROW EXECUTE FUNCTION rollcall.refuse_deleting_history()
CREATE TRIGGER time_zone_known BEFORE INSERT OR UPDATE OF time_zone ON public.chapters FOR EACH ROW EXECUTE FUNCTION rollcall.refuse_unknown_time_zone()
GRANT SELECT TO authenticated, rollcall_batch, rollcall_rights
GRANT DELETE, INSERT, SELECT, UPDATE TO service_role
GRANT UPDATE (closed_before) TO rollcall_rights

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
CREATE INDEX idempotency_keys_created_at_idx ON public.idempotency_keys USING btree (created_at)
POLICY "functions forget people and delete expired rows" FOR ALL TO rollcall_retention
  USING true
  WITH CHECK true
POLICY "the server keeps the keys" FOR ALL TO rollcall_server
  USING true
  WITH CHECK true
GRANT DELETE TO rollcall_retention
GRANT INSERT, SELECT, UPDATE TO rollcall_server
GRANT SELECT (user_id, operation, key, created_at) TO rollcall_retention

TABLE public.profiles (
  user_id uuid NOT NULL
  display_name text NOT NULL
  profiles_pkey: PRIMARY KEY (user_id)
  profiles_user_id_fkey: FOREIGN KEY (user_id) REFERENCES auth.users(id) ON DELETE CASCADE
  profiles_display_name_given: CHECK (((length(display_name) >= 1) AND (length(display_name) <= 200)))
) ROW LEVEL SECURITY ENABLED, FORCED
POLICY "administrators keep the profiles" FOR ALL TO service_role
  USING true
  WITH CHECK true
POLICY "functions forget people and delete expired rows" FOR ALL TO rollcall_retention
  USING true
  WITH CHECK true
POLICY "functions look up names" FOR SELECT TO rollcall_rights
  USING true
POLICY "users see themselves, coordinators their chapters' people" FOR SELECT TO authenticated, rollcall_batch
  USING ((user_id = ( SELECT rollcall.caller() AS caller)) OR (EXISTS ( SELECT
   FROM public.chapter_members member
  WHERE ((member.user_id = profiles.user_id) AND (member.chapter_id = ANY (( SELECT rollcall.coordinated_chapters() AS coordinated_chapters)::uuid[])))
 OFFSET 0)) OR (EXISTS ( SELECT
   FROM public.activity_records record
  WHERE ((record.peer_mentor_user_id = profiles.user_id) AND (record.chapter_id = ANY (( SELECT rollcall.coordinated_chapters() AS coordinated_chapters)::uuid[])))
 OFFSET 0)) OR (EXISTS ( SELECT
   FROM public.activity_records record
  WHERE ((record.recorded_by_user_id = profiles.user_id) AND (record.chapter_id = ANY (( SELECT rollcall.coordinated_chapters() AS coordinated_chapters)::uuid[])))
 OFFSET 0)))
CREATE TRIGGER directory_renames AFTER UPDATE ON public.profiles REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION rollcall.rename_in_directory()
CREATE TRIGGER forgotten BEFORE DELETE ON public.profiles FOR EACH ROW EXECUTE FUNCTION rollcall.forget_person()
GRANT SELECT TO authenticated, rollcall_batch, rollcall_rights
GRANT DELETE TO rollcall_retention
GRANT DELETE, INSERT, SELECT, UPDATE TO service_role
GRANT SELECT (user_id) TO rollcall_retention

TABLE public.proxy_audit_log (
  id uuid NOT NULL DEFAULT gen_random_uuid()
  kind public.audit_kind NOT NULL
  acting_coordinator_id uuid
  chapter_id uuid
  submission_id uuid
  total integer NOT NULL
  succeeded integer NOT NULL
  failed integer NOT NULL
  created_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP
  proxy_audit_log_pkey: PRIMARY KEY (id)
  proxy_audit_log_counts: CHECK (((total = (succeeded + failed)) AND (succeeded >= 0) AND (failed >= 0)))
  proxy_audit_log_submission_named: CHECK (
CASE kind
    WHEN 'bulk_submission'::public.audit_kind THEN (submission_id IS NOT NULL)
    WHEN 'void'::public.audit_kind THEN true
    ELSE (submission_id IS NULL)
END)
) ROW LEVEL SECURITY ENABLED, FORCED
CREATE INDEX proxy_audit_log_acting_coordinator_id_created_at_id_idx ON public.proxy_audit_log USING btree (acting_coordinator_id, created_at DESC, id DESC)
CREATE INDEX proxy_audit_log_of_chapter ON public.proxy_audit_log USING btree (chapter_id, created_at DESC, id DESC) WHERE (chapter_id IS NOT NULL)
CREATE UNIQUE INDEX proxy_audit_log_once_a_submission ON public.proxy_audit_log USING btree (submission_id) WHERE (kind = 'bulk_submission'::public.audit_kind)
POLICY "coordinators see what they did, and their chapters' entries" FOR SELECT TO authenticated
  USING ((acting_coordinator_id = ( SELECT rollcall.caller() AS caller)) OR (chapter_id = ANY (( SELECT rollcall.coordinated_chapters() AS coordinated_chapters)::uuid[])))
POLICY "functions forget people and delete expired rows" FOR ALL TO rollcall_retention
  USING true
  WITH CHECK true
POLICY "the server and the audit triggers write the log" FOR INSERT TO rollcall_audit, rollcall_server
  WITH CHECK true
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.proxy_audit_log FOR EACH STATEMENT EXECUTE FUNCTION rollcall.refuse_change()
GRANT SELECT TO authenticated
GRANT INSERT TO rollcall_audit, rollcall_server
GRANT SELECT (acting_coordinator_id) TO rollcall_retention
GRANT UPDATE (acting_coordinator_id) TO rollcall_retention

TABLE rollcall.mentor_directory (
  chapter_id uuid NOT NULL
  display_name text NOT NULL
  user_id uuid NOT NULL
  search_name text NOT NULL
  mentor_directory_pkey: PRIMARY KEY (chapter_id, display_name, user_id)
) ROW LEVEL SECURITY ENABLED, FORCED
CREATE INDEX mentor_directory_user_id_idx ON rollcall.mentor_directory USING btree (user_id)
POLICY "functions maintain the directory" FOR ALL TO rollcall_rights
  USING true
  WITH CHECK true
GRANT DELETE, INSERT, SELECT TO rollcall_rights

FUNCTION auth.uid()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN CASE WHEN (((NULLIF(current_setting('request.jwt.claims'::text, true), ''::text))::jsonb ->> 'sub'::text) ~* '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'::text) THEN (((NULLIF(current_setting('request.jwt.claims'::text, true), ''::text))::jsonb ->> 'sub'::text))::uuid ELSE NULL::uuid END
OWNER rollcall
GRANT EXECUTE TO PUBLIC

FUNCTION public.insert_bulk_activities(activities jsonb[])
 RETURNS uuid[]
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
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
GRANT EXECUTE TO authenticated

FUNCTION public.void_activities(activity_ids uuid[], reason text)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET jit TO 'off'
AS $function$
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
$function$
OWNER rollcall_batch
GRANT EXECUTE TO authenticated

FUNCTION public.void_submission(submission_id uuid, reason text)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET jit TO 'off'
AS $function$
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
$function$
OWNER rollcall_batch
GRANT EXECUTE TO authenticated

FUNCTION rollcall.accept_submission(acting_coordinator_id uuid, chapter_id uuid, activity_type_id uuid, recorded_at timestamp with time zone, duration_minutes integer, mentors uuid[], retry_of_id uuid, most_active integer)
 RETURNS uuid
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
AS $function$
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
$function$
OWNER rollcall
GRANT EXECUTE TO rollcall_server

FUNCTION rollcall.activity_issues(activities jsonb[])
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
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
$function$
OWNER rollcall
GRANT EXECUTE TO rollcall_batch

FUNCTION rollcall.audit_registration()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
  INSERT INTO public.proxy_audit_log (kind, acting_coordinator_id, chapter_id, total, succeeded, failed)
  SELECT 'atomic_batch', written.recorded_by_user_id, written.chapter_id, count(*), count(*), 0
  FROM written
  WHERE written.bulk_submission_id IS NULL AND written.recorded_by_user_id <> written.peer_mentor_user_id
  GROUP BY written.recorded_by_user_id, written.chapter_id;
  RETURN NULL;
END
$function$
OWNER rollcall_audit

FUNCTION rollcall.audit_voiding()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
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
$function$
OWNER rollcall_audit

FUNCTION rollcall.caller()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN CASE WHEN (((NULLIF(current_setting('request.jwt.claims'::text, true), ''::text))::jsonb ->> 'sub'::text) ~* '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'::text) THEN (((NULLIF(current_setting('request.jwt.claims'::text, true), ''::text))::jsonb ->> 'sub'::text))::uuid ELSE NULL::uuid END
OWNER rollcall
GRANT EXECUTE TO authenticated, rollcall_batch, rollcall_rights, rollcall_server, service_role

FUNCTION rollcall.closed_before(chapter uuid)
 RETURNS timestamp with time zone
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
AS $function$
BEGIN
  RETURN (SELECT book.closed_before FROM public.chapters AS book WHERE book.id = chapter FOR SHARE);
END
$function$
OWNER rollcall_rights
GRANT EXECUTE TO rollcall_batch

FUNCTION rollcall.coordinated_chapters()
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
AS $function$
BEGIN
  RETURN ARRAY(
    SELECT member.chapter_id FROM public.chapter_members AS member
    WHERE member.user_id = rollcall.caller() AND member.role = 'coordinator'
  );
END
$function$
OWNER rollcall_rights
GRANT EXECUTE TO authenticated, rollcall_batch

FUNCTION rollcall.count_mentors(chapter uuid, search text)
 RETURNS integer
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
RETURN (SELECT count(*) AS count FROM rollcall.list_mentors(count_mentors.chapter, count_mentors.search, NULL::text, NULL::uuid, NULL::integer) list_mentors(user_id, display_name))
OWNER rollcall
GRANT EXECUTE TO authenticated

FUNCTION rollcall.forget_person()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
  UPDATE public.activity_records SET peer_mentor_user_id = NULL WHERE peer_mentor_user_id = OLD.user_id;
  UPDATE public.activity_records SET recorded_by_user_id = NULL WHERE recorded_by_user_id = OLD.user_id;
  UPDATE public.activity_records SET voided_by = NULL WHERE voided_by = OLD.user_id;
  UPDATE public.bulk_submissions SET acting_coordinator_id = NULL WHERE acting_coordinator_id = OLD.user_id;
  UPDATE public.bulk_submission_mentors SET mentor_id = NULL WHERE mentor_id = OLD.user_id;
  UPDATE public.bulk_submission_outcomes SET mentor_id = NULL WHERE mentor_id = OLD.user_id;
  UPDATE public.proxy_audit_log SET acting_coordinator_id = NULL WHERE acting_coordinator_id = OLD.user_id;
  DELETE FROM public.idempotency_keys WHERE user_id = OLD.user_id;
  RETURN OLD;
END
$function$
OWNER rollcall_retention

FUNCTION rollcall.forget_user(user_id uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
  DELETE FROM public.profiles AS profile WHERE profile.user_id = forget_user.user_id;
  RETURN FOUND;
END
$function$
OWNER rollcall_retention
GRANT EXECUTE TO service_role

FUNCTION rollcall.insert_activities(activities jsonb[])
 RETURNS uuid[]
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
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
$function$
OWNER rollcall
GRANT EXECUTE TO rollcall_batch

FUNCTION rollcall.is_coordinator()
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
AS $function$
BEGIN
  RETURN EXISTS (
    SELECT FROM public.chapter_members AS member WHERE member.user_id = rollcall.caller() AND member.role = 'coordinator'
  );
END
$function$
OWNER rollcall_rights
GRANT EXECUTE TO authenticated, rollcall_batch

FUNCTION rollcall.is_peer_mentor()
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
AS $function$
BEGIN
  RETURN EXISTS (
    SELECT FROM public.chapter_members AS member WHERE member.user_id = rollcall.caller() AND member.role = 'peer_mentor'
  );
END
$function$
OWNER rollcall_rights
GRANT EXECUTE TO authenticated, rollcall_batch

FUNCTION rollcall.is_registered(peer_mentor_user_id uuid, activity_type_id uuid, recorded_at timestamp with time zone)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
AS $function$
BEGIN
  RETURN EXISTS (
    SELECT FROM public.activity_records AS record
    WHERE record.peer_mentor_user_id = $1 AND record.activity_type_id = $2 AND record.recorded_at = $3 AND record.voided_at IS NULL
  );
END
$function$
OWNER rollcall_rights
GRANT EXECUTE TO rollcall_batch

FUNCTION rollcall.is_running(submission uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
AS $function$
BEGIN
  RETURN EXISTS (SELECT FROM public.bulk_submissions AS running WHERE running.id = submission AND running.finished_at IS NULL);
END
$function$
OWNER rollcall_rights
GRANT EXECUTE TO rollcall_batch

FUNCTION rollcall.keep_directory()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
  IF TG_OP IN ('DELETE', 'UPDATE') THEN
    DELETE FROM rollcall.mentor_directory AS entry USING gone
    WHERE entry.user_id = gone.user_id AND entry.chapter_id = gone.chapter_id AND gone.role = 'peer_mentor';
  END IF;
  IF TG_OP IN ('INSERT', 'UPDATE') THEN
    INSERT INTO rollcall.mentor_directory (chapter_id, display_name, user_id, search_name)
    SELECT come.chapter_id, profile.display_name, come.user_id, rollcall.searchable(profile.display_name)
    FROM come JOIN public.profiles AS profile USING (user_id) WHERE come.role = 'peer_mentor';
  END IF;
  RETURN NULL;
END
$function$
OWNER rollcall_rights

FUNCTION rollcall.list_mentors(chapter uuid, search text, after_name text, after_id uuid, at_most integer)
 RETURNS TABLE(user_id uuid, display_name text)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET enable_bitmapscan TO 'off'
 SET jit TO 'off'
AS $function$
DECLARE
  coordinated uuid[] := rollcall.coordinated_chapters();
  patterns text[] := rollcall.search_patterns(search);
  name text := coalesce(after_name, '');
  id uuid := coalesce(after_id, '00000000-0000-0000-0000-000000000000');
BEGIN
  RETURN QUERY
  SELECT DISTINCT found.user_id, found.display_name
  FROM (
    SELECT entry.user_id, entry.display_name
    FROM unnest(coordinated) AS visible (chapter_id) CROSS JOIN LATERAL (
      SELECT one.user_id, one.display_name FROM rollcall.mentor_directory AS one
      WHERE one.chapter_id = visible.chapter_id AND (one.display_name, one.user_id) > (name, id) AND one.search_name LIKE ALL (patterns)
      ORDER BY one.display_name, one.user_id LIMIT at_most
    ) AS entry
    WHERE chapter IS NULL OR visible.chapter_id = chapter
    UNION ALL
    SELECT own.user_id, own.display_name FROM rollcall.mentor_directory AS own
    WHERE own.user_id = rollcall.caller() AND (chapter IS NULL OR own.chapter_id = chapter)
      AND (own.display_name, own.user_id) > (name, id) AND own.search_name LIKE ALL (patterns)
  ) AS found
  ORDER BY found.display_name, found.user_id LIMIT at_most;
END
$function$
OWNER rollcall_rights
GRANT EXECUTE TO authenticated

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

FUNCTION rollcall.mentor_verdicts(mentors uuid[], template rollcall.new_activity)
 RETURNS public.mentor_submission_error_code[]
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
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
$function$
OWNER rollcall
GRANT EXECUTE TO rollcall_batch

FUNCTION rollcall.mentors_to_retry(submission uuid, mentors uuid[], corrected boolean)
 RETURNS SETOF uuid
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET jit TO 'off'
AS $function$
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
$function$
OWNER rollcall
GRANT EXECUTE TO rollcall_server

FUNCTION rollcall.own_chapters()
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
AS $function$
BEGIN
  RETURN ARRAY(
    SELECT DISTINCT member.chapter_id FROM public.chapter_members AS member WHERE member.user_id = rollcall.caller()
  );
END
$function$
OWNER rollcall_rights
GRANT EXECUTE TO authenticated, rollcall_batch

FUNCTION rollcall.parse_minutes(value jsonb)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN (jsonb_typeof(value) = 'number'::text) THEN CASE WHEN ((((value)::numeric >= (1)::numeric) AND ((value)::numeric <= (1440)::numeric)) AND ((value)::numeric = trunc((value)::numeric))) THEN (value)::integer ELSE NULL::integer END ELSE NULL::integer END
OWNER rollcall
GRANT EXECUTE TO rollcall_batch

FUNCTION rollcall.parse_timestamp(value jsonb)
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN CASE WHEN (((value #>> '{}'::text[]) ~~ '____-__-__T__:__:__.___Z'::text) AND (translate((value #>> '{}'::text[]), '0123456789'::text, ''::text) = '--T::.Z'::text) AND (substr((value #>> '{}'::text[]), 1, 4) <> '0000'::text) AND ((substr((value #>> '{}'::text[]), 6, 2) >= '01'::text) AND (substr((value #>> '{}'::text[]), 6, 2) <= '12'::text)) AND ((substr((value #>> '{}'::text[]), 9, 2) >= '01'::text) AND (substr((value #>> '{}'::text[]), 9, 2) <= '28'::text)) AND (substr((value #>> '{}'::text[]), 12, 2) < '24'::text) AND (substr((value #>> '{}'::text[]), 15, 2) < '60'::text) AND (substr((value #>> '{}'::text[]), 18, 2) < '60'::text)) THEN ((value #>> '{}'::text[]))::timestamp with time zone WHEN ((jsonb_typeof(value) = 'string'::text) AND ((value #>> '{}'::text[]) ~ '^(?!0000)[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])[Tt ]([01][0-9]|2[0-3])(:[0-5][0-9]){2}([.][0-9]{1,9})?([Zz]|[+-](0[0-9]|1[0-5]):[0-5][0-9])$'::text)) THEN CASE WHEN (((substr((value #>> '{}'::text[]), 9, 2))::integer <= 28) OR (((substr((value #>> '{}'::text[]), 9, 2))::integer)::numeric <= EXTRACT(day FROM (make_date((substr((value #>> '{}'::text[]), 1, 4))::integer, (substr((value #>> '{}'::text[]), 6, 2))::integer, 1) + '1 mon -1 days'::interval)))) THEN (regexp_replace((value #>> '{}'::text[]), '([.][0-9]{3})[0-9]+'::text, '\1'::text))::timestamp with time zone ELSE NULL::timestamp with time zone END ELSE NULL::timestamp with time zone END
OWNER rollcall
GRANT EXECUTE TO rollcall_batch

FUNCTION rollcall.parse_uuid(value jsonb)
 RETURNS uuid
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN (((value #>> '{}'::text[]) ~~ '________-____-____-____-____________'::text) AND (translate((value #>> '{}'::text[]), '0123456789abcdefABCDEF'::text, ''::text) = '----'::text) AND (jsonb_typeof(value) = 'string'::text)) THEN ((value #>> '{}'::text[]))::uuid ELSE NULL::uuid END
OWNER rollcall
GRANT EXECUTE TO rollcall_batch

FUNCTION rollcall.payload_issues(activities jsonb[])
 RETURNS TABLE(index integer, place integer, field text, code text, message text)
 LANGUAGE plpgsql
 STABLE ROWS 200
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
 SET jit TO 'off'
AS $function$
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
$function$
OWNER rollcall
GRANT EXECUTE TO rollcall_batch

FUNCTION rollcall.preview_submission(mentors uuid[], activity_type_id uuid, recorded_at timestamp with time zone, duration_minutes integer, chapter_id uuid)
 RETURNS TABLE("position" integer, mentor_id uuid, error_code public.mentor_submission_error_code, same_day_activity_id uuid)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
 SET jit TO 'off'
AS $function$
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
$function$
OWNER rollcall_batch
GRANT EXECUTE TO authenticated

FUNCTION rollcall.raise_issues(issues jsonb, message text)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
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
$function$
OWNER rollcall
GRANT EXECUTE TO rollcall_batch

FUNCTION rollcall.raise_running(submission uuid)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
  RAISE EXCEPTION USING
    ERRCODE = 'PT409',
    MESSAGE = 'The submission is still running; nothing was taken back.',
    DETAIL = jsonb_build_object('submissionId', submission)::text,
    HINT = 'Cancel it, or wait until it has finished.';
END
$function$
OWNER rollcall
GRANT EXECUTE TO rollcall_batch

FUNCTION rollcall.read_activities(activities jsonb[], OUT rows rollcall.new_activity[], OUT well_formed boolean)
 RETURNS record
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
 SET jit TO 'off'
AS $function$
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
$function$
OWNER rollcall
GRANT EXECUTE TO rollcall_batch

FUNCTION rollcall.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
  IF current_user <> 'rollcall_retention' THEN
    RAISE insufficient_privilege USING MESSAGE = format('Rows of %I can''t be deleted or rewritten.', TG_TABLE_NAME);
  END IF;
  RETURN NULL;
END
$function$
OWNER rollcall

FUNCTION rollcall.refuse_closed_period()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
  IF EXISTS (
    SELECT FROM (SELECT written.chapter_id, min(written.recorded_at) AS earliest FROM written GROUP BY written.chapter_id) AS period
    WHERE period.earliest < rollcall.closed_before(period.chapter_id)
  ) THEN
    RAISE check_violation USING
      MESSAGE = 'The books of the chapter are closed for this time.',
      HINT = 'What took place before they were closed can''t be registered any more.',
      CONSTRAINT = 'activity_records_period_open', TABLE = 'activity_records', SCHEMA = 'public';
  END IF;
  RETURN NULL;
END
$function$
OWNER rollcall_rights

FUNCTION rollcall.refuse_deleting_history()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
AS $function$
BEGIN
  IF EXISTS (SELECT FROM public.activity_records AS record WHERE record.chapter_id = OLD.id)
    OR EXISTS (SELECT FROM public.bulk_submissions AS submission WHERE submission.chapter_id = OLD.id) THEN
    RAISE foreign_key_violation USING
      MESSAGE = format('The chapter "%s" has activities on record, and can''t be deleted.', OLD.name),
      HINT = 'Take its members out of it (chapter_members); what was registered stays in the statistics.',
      TABLE = 'chapters', SCHEMA = 'public';
  END IF;
  RETURN OLD;
END
$function$
OWNER rollcall_rights

FUNCTION rollcall.refuse_rewriting()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
  IF (NEW.id, NEW.activity_type_id, NEW.recorded_at, NEW.duration_minutes, NEW.created_at, NEW.chapter_id)
      IS DISTINCT FROM (OLD.id, OLD.activity_type_id, OLD.recorded_at, OLD.duration_minutes, OLD.created_at, OLD.chapter_id)
    OR NEW.bulk_submission_id IS DISTINCT FROM OLD.bulk_submission_id
    OR NEW.peer_mentor_user_id <> OLD.peer_mentor_user_id OR (OLD.peer_mentor_user_id IS NULL AND NEW.peer_mentor_user_id IS NOT NULL)
    OR NEW.recorded_by_user_id <> OLD.recorded_by_user_id OR (OLD.recorded_by_user_id IS NULL AND NEW.recorded_by_user_id IS NOT NULL)
    OR (OLD.voided_at IS NULL AND NEW.voided_at IS NOT NULL AND current_user <> 'rollcall_batch')
    OR (OLD.voided_at IS NOT NULL AND (
      NEW.voided_at IS DISTINCT FROM OLD.voided_at OR NEW.void_reason IS DISTINCT FROM OLD.void_reason
      OR NEW.voided_by <> OLD.voided_by OR (OLD.voided_by IS NULL AND NEW.voided_by IS NOT NULL)
    ))
  THEN
    RAISE insufficient_privilege USING
      MESSAGE = 'An activity record is not changed once it is registered.',
      HINT = 'Take it back with void_activities, and register what is right.';
  END IF;
  RETURN NEW;
END
$function$
OWNER rollcall

FUNCTION rollcall.refuse_unknown_time_zone()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
  IF NEW.time_zone <> 'UTC' AND (
    NEW.time_zone ~ '^(posix|right)/' OR NEW.time_zone IN ('posixrules', 'Factory', 'localtime')
    OR NOT EXISTS (SELECT FROM pg_timezone_names AS known WHERE known.name = NEW.time_zone)
  ) THEN
    RAISE check_violation USING
      MESSAGE = format('"%s" is not a known time zone.', NEW.time_zone),
      HINT = 'Give an IANA name, such as Europe/Oslo.',
      CONSTRAINT = 'chapters_time_zone_known', TABLE = 'chapters', SCHEMA = 'public';
  END IF;
  RETURN NEW;
END
$function$
OWNER rollcall

FUNCTION rollcall.refuse_voiding(reason text)
 RETURNS void
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
  IF rollcall.caller() IS NULL THEN
    RAISE insufficient_privilege USING MESSAGE = 'Only somebody who is logged in may take back activities.';
  END IF;
  IF coalesce(btrim(reason), '') = '' OR length(reason) > 500 THEN
    RAISE invalid_parameter_value USING MESSAGE = 'A reason is required, of at most 500 characters.';
  END IF;
END
$function$
OWNER rollcall
GRANT EXECUTE TO rollcall_batch

FUNCTION rollcall.register_activity(activity jsonb)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
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

FUNCTION rollcall.register_mentors(mentors uuid[], template rollcall.new_activity, submission uuid, OUT activity_ids uuid[], OUT error_codes public.mentor_submission_error_code[])
 RETURNS record
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
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
$function$
OWNER rollcall_batch
GRANT EXECUTE TO rollcall_server

FUNCTION rollcall.remove_idempotency_keys(before timestamp with time zone, at_most integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
AS $function$
DECLARE
  removed integer;
BEGIN
  DELETE FROM public.idempotency_keys AS old USING (
    SELECT one.user_id, one.operation, one.key FROM public.idempotency_keys AS one
    WHERE one.created_at < before ORDER BY one.created_at LIMIT at_most
  ) AS first
  WHERE old.user_id = first.user_id AND old.operation = first.operation AND old.key = first.key;
  GET DIAGNOSTICS removed = ROW_COUNT;
  RETURN removed;
END
$function$
OWNER rollcall_retention
GRANT EXECUTE TO rollcall_server

FUNCTION rollcall.remove_outcomes(before timestamp with time zone)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
AS $function$
DECLARE
  submission uuid;
  removed integer;
BEGIN
  UPDATE public.bulk_submissions AS one SET outcomes_expired_at = now()
  WHERE one.id = (
    SELECT oldest.id FROM public.bulk_submissions AS oldest
    WHERE oldest.outcomes_expired_at IS NULL AND oldest.finished_at < before AND oldest.audited_at IS NOT NULL
    ORDER BY oldest.finished_at LIMIT 1 FOR UPDATE SKIP LOCKED
  )
  RETURNING one.id INTO submission;
  DELETE FROM public.bulk_submission_outcomes AS outcome WHERE outcome.submission_id = submission;
  GET DIAGNOSTICS removed = ROW_COUNT;
  RETURN removed;
END
$function$
OWNER rollcall_retention
GRANT EXECUTE TO rollcall_server

FUNCTION rollcall.rename_in_directory()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
  -- The name is part of the primary key, so the entry is deleted and inserted again.
  WITH renamed AS (
    DELETE FROM rollcall.mentor_directory AS entry USING changed
    WHERE entry.user_id = changed.user_id AND entry.display_name <> changed.display_name
    RETURNING entry.chapter_id, changed.display_name, entry.user_id
  )
  INSERT INTO rollcall.mentor_directory (chapter_id, display_name, user_id, search_name)
  SELECT renamed.chapter_id, renamed.display_name, renamed.user_id, rollcall.searchable(renamed.display_name) FROM renamed;
  RETURN NULL;
END
$function$
OWNER rollcall_rights

FUNCTION rollcall.row_issues(activities rollcall.new_activity[])
 RETURNS TABLE(index integer, place integer, field text, code text, message text)
 LANGUAGE plpgsql
 STABLE ROWS 200
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
 SET jit TO 'off'
AS $function$
DECLARE
  caller uuid := rollcall.caller();
  coordinated uuid[] := rollcall.coordinated_chapters();
  own uuid[] := rollcall.own_chapters();
BEGIN
  RETURN QUERY
  WITH given AS MATERIALIZED (
    SELECT (given.position - 1)::integer AS index, given.peer_mentor_user_id, given.activity_type_id, given.recorded_at,
      given.recorded_by_user_id, given.chapter_id IS NOT NULL AND given.chapter_id <> ALL (own) AS chapter_unknown,
      member.chapter_id
    FROM unnest(activities) WITH ORDINALITY AS given (
      peer_mentor_user_id, activity_type_id, recorded_at, duration_minutes, recorded_by_user_id, chapter_id, position
    )
    LEFT JOIN LATERAL (
      SELECT shared.chapter_id FROM public.chapter_members AS shared
      WHERE shared.user_id = given.peer_mentor_user_id AND shared.role = 'peer_mentor'
        AND (shared.user_id = caller OR shared.chapter_id = ANY (coordinated))
        AND (given.chapter_id IS NULL OR given.chapter_id <> ALL (own) OR shared.chapter_id = given.chapter_id)
      ORDER BY shared.since, shared.chapter_id LIMIT 1
    ) AS member ON true
  )
  -- People whom the caller may not see get the same answer as ids that nobody has, so that it does not tell who exists.
  SELECT given.index, 1, 'peer_mentor_user_id',
    CASE WHEN stranger.visible THEN 'MENTOR_NOT_IN_YOUR_CHAPTERS' ELSE 'PEER_MENTOR_NOT_FOUND' END,
    CASE WHEN stranger.visible THEN 'This person is not a peer mentor in the chapters that you coordinate.'
    ELSE 'There is no such peer mentor in the chapters that you coordinate.' END
  FROM given CROSS JOIN LATERAL (
    SELECT EXISTS (SELECT FROM public.profiles AS profile WHERE profile.user_id = given.peer_mentor_user_id OFFSET 0) AS visible
  ) AS stranger
  WHERE given.peer_mentor_user_id IS NOT NULL AND given.chapter_id IS NULL

  UNION ALL
  SELECT given.index, 2, 'activity_type_id', 'ACTIVITY_TYPE_NOT_FOUND', 'There is no such activity type.'
  FROM given
  WHERE given.activity_type_id IS NOT NULL
    AND NOT EXISTS (SELECT FROM public.activity_types AS type WHERE type.id = given.activity_type_id OFFSET 0)

  UNION ALL
  SELECT given.index, 3, 'recorded_at', 'INVALID_VALUE',
    CASE WHEN given.recorded_at > now() THEN 'The time of the activity may be at most one day ahead.'
    ELSE 'The time of the activity must be in 1900 or later.' END
  FROM given
  WHERE given.recorded_at > now() + interval '24 hours' OR given.recorded_at < '1900-01-01T00:00:00Z'

  UNION ALL
  SELECT given.index, 3, 'recorded_at', 'PERIOD_CLOSED',
    format('The books of %s are closed up to %s.', book.name, to_char(book.closed_before AT TIME ZONE book.time_zone, 'YYYY-MM-DD HH24:MI'))
  FROM given CROSS JOIN LATERAL (
    SELECT * FROM public.chapters AS chapter
    WHERE chapter.id = given.chapter_id AND chapter.closed_before > given.recorded_at OFFSET 0
  ) AS book

  UNION ALL
  SELECT given.index, 5, 'recorded_by_user_id', 'RECORDED_BY_NOT_ALLOWED',
    'Activities are recorded in your own name: leave the recording user out, or give your own id.'
  FROM given
  WHERE given.recorded_by_user_id <> caller

  UNION ALL
  SELECT given.index, 6, 'chapter_id', 'CHAPTER_NOT_FOUND', 'There is no such chapter of yours.'
  FROM given
  WHERE given.chapter_unknown

  UNION ALL
  SELECT repeated.index, 8, NULL, 'DUPLICATE_IN_BATCH', 'An earlier row has the same peer mentor, activity type and time.'
  FROM (
    SELECT given.index, row_number() OVER (
      PARTITION BY given.peer_mentor_user_id, given.activity_type_id, given.recorded_at ORDER BY given.index
    ) AS occurrence
    FROM given
    WHERE given.peer_mentor_user_id IS NOT NULL AND given.activity_type_id IS NOT NULL AND given.recorded_at IS NOT NULL
  ) AS repeated
  WHERE repeated.occurrence > 1

  UNION ALL
  SELECT given.index, 9, NULL, 'DUPLICATE_ACTIVITY', 'This peer mentor has an activity of this type at this time already.'
  FROM given
  WHERE given.chapter_id IS NOT NULL
    AND rollcall.is_registered(given.peer_mentor_user_id, given.activity_type_id, given.recorded_at);
END
$function$
OWNER rollcall
GRANT EXECUTE TO rollcall_batch

FUNCTION rollcall.search_patterns(search text)
 RETURNS text[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ARRAY(SELECT (('%'::text || regexp_replace(word.word, '([\\%_])'::text, '\\\1'::text, 'g'::text)) || '%'::text) FROM regexp_split_to_table(rollcall.searchable(COALESCE(search_patterns.search, ''::text)), '\s+'::text) word(word) WHERE (word.word <> ''::text))
OWNER rollcall
GRANT EXECUTE TO rollcall_rights

FUNCTION rollcall.searchable(value text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN replace(replace(replace(lower(translate(replace(replace(replace(replace(replace(regexp_replace(NORMALIZE(value, NFKD), '[\u0300-\u036f]'::text, ''::text, 'g'::text), 'æ'::text, 'a'::text), 'Æ'::text, 'a'::text), 'œ'::text, 'o'::text), 'Œ'::text, 'o'::text), 'ß'::text, 'ss'::text), 'øØðÐþÞłŁđĐı'::text, 'oOdDtTlLdDi'::text)), 'aa'::text, 'a'::text), 'ae'::text, 'a'::text), 'oe'::text, 'o'::text)
OWNER rollcall
GRANT EXECUTE TO rollcall_rights

FUNCTION rollcall.settle_next(submission uuid, at_most integer, failure public.mentor_submission_error_code DEFAULT NULL::public.mentor_submission_error_code, notify boolean DEFAULT false, origin text DEFAULT NULL::text, viewers uuid[] DEFAULT '{}'::uuid[], OUT settled integer, OUT completed integer, OUT succeeded integer, OUT mentors uuid[], OUT activity_ids uuid[], OUT error_codes public.mentor_submission_error_code[], OUT settled_at timestamp with time zone, OUT seen_by uuid[])
 RETURNS record
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
 SET jit TO 'off'
AS $function$
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
$function$
OWNER rollcall
GRANT EXECUTE TO rollcall_server

FUNCTION rollcall.stamp_chapter()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
AS $function$
DECLARE
  caller uuid := rollcall.caller();
BEGIN
  NEW.chapter_id := (
    SELECT member.chapter_id FROM public.chapter_members AS member
    WHERE member.user_id = NEW.peer_mentor_user_id AND member.role = 'peer_mentor'
      AND (caller IS NULL OR caller = NEW.peer_mentor_user_id OR member.chapter_id = ANY (rollcall.coordinated_chapters()))
    ORDER BY member.since, member.chapter_id LIMIT 1
  );
  RETURN NEW;
END
$function$
OWNER rollcall_rights

FUNCTION rollcall.submission_chapter(named uuid)
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
DECLARE
  coordinated uuid[] := rollcall.coordinated_chapters();
BEGIN
  RETURN coalesce(named, CASE WHEN cardinality(coordinated) = 1 THEN coordinated[1] END);
END
$function$
OWNER rollcall
GRANT EXECUTE TO authenticated, rollcall_batch

FUNCTION rollcall.template_issues(template jsonb)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
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
$function$
OWNER rollcall_batch
GRANT EXECUTE TO authenticated

FUNCTION rollcall.write_activities(activities rollcall.new_activity[], submission uuid)
 RETURNS uuid[]
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
 SET jit TO 'off'
AS $function$
DECLARE
  caller uuid := rollcall.caller();
  coordinated uuid[] := rollcall.coordinated_chapters();
  ids uuid[] := ARRAY(SELECT gen_random_uuid() FROM generate_series(1, cardinality(activities)));
BEGIN
  INSERT INTO public.activity_records
    (id, peer_mentor_user_id, activity_type_id, recorded_at, duration_minutes, recorded_by_user_id, chapter_id, bulk_submission_id)
  SELECT given.id, given.peer_mentor_user_id, given.activity_type_id, given.recorded_at, given.duration_minutes,
    coalesce(given.recorded_by_user_id, caller),
    coalesce(given.chapter_id, (
      SELECT shared.chapter_id FROM public.chapter_members AS shared
      WHERE shared.user_id = given.peer_mentor_user_id AND shared.role = 'peer_mentor'
        AND (shared.user_id = caller OR shared.chapter_id = ANY (coordinated))
      ORDER BY shared.since, shared.chapter_id LIMIT 1
    )),
    submission
  FROM ROWS FROM (unnest(ids), unnest(activities)) AS given (
    id, peer_mentor_user_id, activity_type_id, recorded_at, duration_minutes, recorded_by_user_id, chapter_id
  )
  -- All batches insert in the same order, so that two that overlap wait for each other instead of deadlocking.
  ORDER BY given.peer_mentor_user_id, given.activity_type_id, given.recorded_at;
  RETURN ids;
END
$function$
OWNER rollcall
GRANT EXECUTE TO rollcall_batch
