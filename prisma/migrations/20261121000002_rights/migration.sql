-- Who may do what: the functions that policies call, the policies, the grants, and the triggers that refuse what nobody may
-- do.
GRANT USAGE ON SCHEMA rollcall TO authenticated, service_role, rollcall_server, rollcall_rights, rollcall_batch, rollcall_audit,
  rollcall_retention;
GRANT USAGE ON SCHEMA public TO anon, authenticated, service_role, rollcall_server, rollcall_rights, rollcall_batch, rollcall_audit,
  rollcall_retention;

-- A Supabase project grants rights on new tables to everybody. They are revoked, so that only the grants below apply.
REVOKE ALL ON public.chapters, public.profiles, public.chapter_members, public.activity_types,
  public.activity_records, public.idempotency_keys, public.proxy_audit_log,
  public.bulk_submissions, public.bulk_submission_mentors, public.bulk_submission_outcomes, rollcall.mentor_directory
  FROM PUBLIC, anon, authenticated, service_role;

-- The functions that policies call. They read memberships of other users, which the caller may not see: hence SECURITY
-- DEFINER, owned by a role that can read memberships. They are in PL/pgSQL so that their plans are made once a session. That
-- may be while the tables are still empty, when a sequential scan looks as cheap as an index: hence enable_seqscan = off.

CREATE FUNCTION rollcall.coordinated_chapters() RETURNS uuid[]
  LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET enable_seqscan = off
AS $$
BEGIN
  RETURN ARRAY(
    SELECT member.chapter_id FROM public.chapter_members AS member
    WHERE member.user_id = rollcall.caller() AND member.role = 'coordinator'
  );
END
$$;
COMMENT ON FUNCTION rollcall.coordinated_chapters() IS 'The chapters that the caller coordinates.';

CREATE FUNCTION rollcall.own_chapters() RETURNS uuid[]
  LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET enable_seqscan = off
AS $$
BEGIN
  RETURN ARRAY(
    SELECT DISTINCT member.chapter_id FROM public.chapter_members AS member WHERE member.user_id = rollcall.caller()
  );
END
$$;
COMMENT ON FUNCTION rollcall.own_chapters() IS 'The chapters that the caller belongs to, in whichever role.';

CREATE FUNCTION rollcall.is_coordinator() RETURNS boolean
  LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET enable_seqscan = off
AS $$
BEGIN
  RETURN EXISTS (
    SELECT FROM public.chapter_members AS member WHERE member.user_id = rollcall.caller() AND member.role = 'coordinator'
  );
END
$$;
COMMENT ON FUNCTION rollcall.is_coordinator() IS 'Whether the caller coordinates a chapter at all.';

CREATE FUNCTION rollcall.is_peer_mentor() RETURNS boolean
  LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET enable_seqscan = off
AS $$
BEGIN
  RETURN EXISTS (
    SELECT FROM public.chapter_members AS member WHERE member.user_id = rollcall.caller() AND member.role = 'peer_mentor'
  );
END
$$;
COMMENT ON FUNCTION rollcall.is_peer_mentor() IS 'Whether the caller is a peer mentor anywhere.';

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA rollcall FROM PUBLIC, anon, authenticated, service_role;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA rollcall TO authenticated, rollcall_batch, rollcall_rights;
GRANT EXECUTE ON FUNCTION rollcall.caller() TO service_role, rollcall_server;

-- A role can be made the owner of a function only while it may create in the function's schema, so that right is granted
-- for these statements only.
GRANT CREATE ON SCHEMA rollcall TO rollcall_rights;
ALTER FUNCTION rollcall.coordinated_chapters() OWNER TO rollcall_rights;
ALTER FUNCTION rollcall.own_chapters() OWNER TO rollcall_rights;
ALTER FUNCTION rollcall.is_coordinator() OWNER TO rollcall_rights;
ALTER FUNCTION rollcall.is_peer_mentor() OWNER TO rollcall_rights;
REVOKE CREATE ON SCHEMA rollcall FROM rollcall_rights;

-- Row level security is on, and forced, so that it also applies to the tables' owner.
ALTER TABLE public.chapters ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE public.profiles ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE public.chapter_members ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE public.activity_types ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE public.activity_records ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE public.bulk_submissions ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE public.bulk_submission_mentors ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE public.bulk_submission_outcomes ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE public.idempotency_keys ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE public.proxy_audit_log ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE rollcall.mentor_directory ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

-- The functions are called in sub-selects so that PostgreSQL calls them once a statement instead of once a row. OFFSET 0
-- makes each EXISTS a look-up by index for one row; without it the planner may turn it into a hash join, which reads the
-- whole table first.

-- People and chapters
CREATE POLICY "everybody logged in sees the chapters" ON public.chapters FOR SELECT TO authenticated, rollcall_batch
  USING ((SELECT rollcall.caller()) IS NOT NULL);
CREATE POLICY "members see themselves, coordinators their chapters' members" ON public.chapter_members FOR SELECT TO authenticated, rollcall_batch
  USING (user_id = (SELECT rollcall.caller()) OR chapter_id = ANY ((SELECT rollcall.coordinated_chapters())::uuid[]));
CREATE POLICY "users see themselves, coordinators their chapters' people" ON public.profiles FOR SELECT TO authenticated, rollcall_batch
  USING (
    user_id = (SELECT rollcall.caller())
    OR EXISTS (
      SELECT FROM public.chapter_members AS member
      WHERE member.user_id = profiles.user_id AND member.chapter_id = ANY ((SELECT rollcall.coordinated_chapters())::uuid[]) OFFSET 0
    )
    OR EXISTS (
      SELECT FROM public.activity_records AS record
      WHERE record.peer_mentor_user_id = profiles.user_id AND record.chapter_id = ANY ((SELECT rollcall.coordinated_chapters())::uuid[]) OFFSET 0
    )
    OR EXISTS (
      SELECT FROM public.activity_records AS record
      WHERE record.recorded_by_user_id = profiles.user_id AND record.chapter_id = ANY ((SELECT rollcall.coordinated_chapters())::uuid[]) OFFSET 0
    )
  );
CREATE POLICY "everybody logged in sees the activity types" ON public.activity_types FOR SELECT TO authenticated, rollcall_batch
  USING (true);
CREATE POLICY "administrators keep the chapters" ON public.chapters FOR ALL TO service_role USING (true) WITH CHECK (true);
CREATE POLICY "administrators keep the members" ON public.chapter_members FOR ALL TO service_role USING (true) WITH CHECK (true);
CREATE POLICY "administrators keep the profiles" ON public.profiles FOR ALL TO service_role USING (true) WITH CHECK (true);
CREATE POLICY "administrators keep the activity types" ON public.activity_types FOR ALL TO service_role USING (true) WITH CHECK (true);

-- Activities
CREATE POLICY "mentors see their own, coordinators their chapters'" ON public.activity_records FOR SELECT TO authenticated, rollcall_batch
  USING (peer_mentor_user_id = (SELECT rollcall.caller()) OR chapter_id = ANY ((SELECT rollcall.coordinated_chapters())::uuid[]));
CREATE POLICY "mentors register for themselves, coordinators for their mentors" ON public.activity_records FOR INSERT TO authenticated, rollcall_batch
  WITH CHECK (
    recorded_by_user_id = (SELECT rollcall.caller())
    AND (peer_mentor_user_id = (SELECT rollcall.caller()) OR chapter_id = ANY ((SELECT rollcall.coordinated_chapters())::uuid[]))
    AND EXISTS (
      SELECT FROM public.chapter_members AS member
      WHERE member.chapter_id = activity_records.chapter_id AND member.user_id = activity_records.peer_mentor_user_id
        AND member.role = 'peer_mentor' OFFSET 0
    )
  );
CREATE POLICY "coordinators take back their chapters', mentors their own" ON public.activity_records FOR UPDATE TO rollcall_batch
  USING (
    chapter_id = ANY ((SELECT rollcall.coordinated_chapters())::uuid[])
    OR (peer_mentor_user_id = (SELECT rollcall.caller()) AND recorded_by_user_id = (SELECT rollcall.caller()))
  );

-- Submissions: whoever submitted them sees them as long as they coordinate any chapter. Only the server writes them.
CREATE POLICY "coordinators see what they submitted, and their chapters'" ON public.bulk_submissions FOR SELECT TO authenticated, rollcall_batch
  USING (
    (acting_coordinator_id = (SELECT rollcall.caller()) AND (SELECT rollcall.is_coordinator()))
    OR chapter_id = ANY ((SELECT rollcall.coordinated_chapters())::uuid[])
  );
CREATE POLICY "who sees a submission sees its outcomes" ON public.bulk_submission_outcomes FOR SELECT TO authenticated
  USING (EXISTS (
    SELECT FROM public.bulk_submissions AS submission
    WHERE submission.id = bulk_submission_outcomes.submission_id OFFSET 0
  ));
CREATE POLICY "the server runs submissions" ON public.bulk_submissions FOR ALL TO rollcall_server USING (true) WITH CHECK (true);
CREATE POLICY "the server keeps the selection" ON public.bulk_submission_mentors FOR ALL TO rollcall_server USING (true) WITH CHECK (true);
CREATE POLICY "the server keeps the outcomes" ON public.bulk_submission_outcomes FOR ALL TO rollcall_server USING (true) WITH CHECK (true);
CREATE POLICY "the server knows what was taken back" ON public.activity_records FOR SELECT TO rollcall_server USING (true);
CREATE POLICY "the server keeps the keys" ON public.idempotency_keys FOR ALL TO rollcall_server USING (true) WITH CHECK (true);

-- The audit log
CREATE POLICY "coordinators see what they did, and their chapters' entries" ON public.proxy_audit_log FOR SELECT TO authenticated
  USING (acting_coordinator_id = (SELECT rollcall.caller()) OR chapter_id = ANY ((SELECT rollcall.coordinated_chapters())::uuid[]));
CREATE POLICY "the server and the audit triggers write the log" ON public.proxy_audit_log FOR INSERT TO rollcall_server, rollcall_audit WITH CHECK (true);

-- For the owners of SECURITY DEFINER functions, which look up or change what their callers may not
CREATE POLICY "functions look up memberships" ON public.chapter_members FOR SELECT TO rollcall_rights USING (true);
CREATE POLICY "functions look up names" ON public.profiles FOR SELECT TO rollcall_rights USING (true);
CREATE POLICY "functions look up closed books" ON public.chapters FOR SELECT TO rollcall_rights USING (true);
CREATE POLICY "functions lock chapters, and change nothing in them" ON public.chapters FOR UPDATE TO rollcall_rights USING (true) WITH CHECK (false);
CREATE POLICY "functions look up duplicates" ON public.activity_records FOR SELECT TO rollcall_rights USING (true);
CREATE POLICY "functions look up running submissions" ON public.bulk_submissions FOR SELECT TO rollcall_rights USING (true);
CREATE POLICY "functions maintain the directory" ON rollcall.mentor_directory FOR ALL TO rollcall_rights USING (true) WITH CHECK (true);
CREATE POLICY "functions forget people and delete expired rows" ON public.activity_records FOR ALL TO rollcall_retention USING (true) WITH CHECK (true);
CREATE POLICY "functions forget people and delete expired rows" ON public.bulk_submissions FOR ALL TO rollcall_retention USING (true) WITH CHECK (true);
CREATE POLICY "functions forget people and delete expired rows" ON public.bulk_submission_mentors FOR ALL TO rollcall_retention USING (true) WITH CHECK (true);
CREATE POLICY "functions forget people and delete expired rows" ON public.bulk_submission_outcomes FOR ALL TO rollcall_retention USING (true) WITH CHECK (true);
CREATE POLICY "functions forget people and delete expired rows" ON public.proxy_audit_log FOR ALL TO rollcall_retention USING (true) WITH CHECK (true);
CREATE POLICY "functions forget people and delete expired rows" ON public.idempotency_keys FOR ALL TO rollcall_retention USING (true) WITH CHECK (true);
CREATE POLICY "functions forget people and delete expired rows" ON public.profiles FOR ALL TO rollcall_retention USING (true) WITH CHECK (true);

GRANT SELECT ON public.chapters, public.chapter_members, public.profiles, public.activity_types,
  public.activity_records, public.proxy_audit_log, public.bulk_submissions, public.bulk_submission_outcomes TO authenticated;
GRANT INSERT (peer_mentor_user_id, activity_type_id, recorded_at, duration_minutes, recorded_by_user_id, chapter_id)
  ON public.activity_records TO authenticated;
GRANT SELECT, INSERT, UPDATE, DELETE ON public.chapters, public.chapter_members, public.profiles, public.activity_types TO service_role;
GRANT SELECT ON public.chapters, public.chapter_members, public.profiles, public.activity_types, public.activity_records,
  public.bulk_submissions TO rollcall_batch;
GRANT INSERT ON public.activity_records TO rollcall_batch;
GRANT UPDATE (voided_at, voided_by, void_reason) ON public.activity_records TO rollcall_batch;
GRANT SELECT, INSERT, UPDATE ON public.bulk_submissions, public.idempotency_keys TO rollcall_server;
GRANT SELECT, INSERT, UPDATE, DELETE ON public.bulk_submission_mentors TO rollcall_server;
GRANT SELECT, INSERT ON public.bulk_submission_outcomes TO rollcall_server;
GRANT SELECT (id, voided_at) ON public.activity_records TO rollcall_server;
GRANT INSERT ON public.proxy_audit_log TO rollcall_server, rollcall_audit;
GRANT SELECT ON public.chapters, public.chapter_members, public.profiles, public.activity_records, public.bulk_submissions TO rollcall_rights;
GRANT UPDATE (closed_before) ON public.chapters TO rollcall_rights; -- required for FOR SHARE; the policy refuses changes
GRANT SELECT, INSERT, DELETE ON rollcall.mentor_directory TO rollcall_rights;
GRANT SELECT (user_id), DELETE ON public.profiles TO rollcall_retention;
GRANT SELECT (id, peer_mentor_user_id, recorded_by_user_id, voided_by), UPDATE (peer_mentor_user_id, recorded_by_user_id, voided_by)
  ON public.activity_records TO rollcall_retention;
GRANT SELECT, UPDATE (acting_coordinator_id, outcomes_expired_at) ON public.bulk_submissions TO rollcall_retention;
GRANT SELECT, UPDATE (mentor_id) ON public.bulk_submission_mentors TO rollcall_retention;
GRANT SELECT, UPDATE (mentor_id), DELETE ON public.bulk_submission_outcomes TO rollcall_retention;
GRANT SELECT (acting_coordinator_id), UPDATE (acting_coordinator_id) ON public.proxy_audit_log TO rollcall_retention;
GRANT SELECT (user_id, operation, key, created_at), DELETE ON public.idempotency_keys TO rollcall_retention;

-- Nobody deletes rows of these tables or changes the audit log or the outcomes, not even the tables' owner. The only
-- exception is rollcall_retention, which forgets people and deletes expired rows. The triggers are FOR EACH STATEMENT:
-- a caller whose policies show no row would otherwise get no error.
CREATE FUNCTION rollcall.refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF current_user <> 'rollcall_retention' THEN
    RAISE insufficient_privilege USING MESSAGE = format('Rows of %I can''t be deleted or rewritten.', TG_TABLE_NAME);
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON public.proxy_audit_log
  FOR EACH STATEMENT EXECUTE FUNCTION rollcall.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON public.bulk_submission_outcomes
  FOR EACH STATEMENT EXECUTE FUNCTION rollcall.refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR TRUNCATE ON public.bulk_submissions
  FOR EACH STATEMENT EXECUTE FUNCTION rollcall.refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR TRUNCATE ON public.activity_records
  FOR EACH STATEMENT EXECUTE FUNCTION rollcall.refuse_change();

-- A record changes in two ways: it is taken back, once, by the functions for that, or a person in it is forgotten
-- (also by a function, or by the foreign keys, which act as the tables' owner).
CREATE FUNCTION rollcall.refuse_rewriting() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
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
$$;
CREATE TRIGGER not_rewritten BEFORE UPDATE ON public.activity_records
  FOR EACH ROW EXECUTE FUNCTION rollcall.refuse_rewriting();
REVOKE ALL ON FUNCTION rollcall.refuse_change(), rollcall.refuse_rewriting() FROM PUBLIC, anon, authenticated, service_role;

DO $$
BEGIN
  -- Prisma's table of applied migrations is in the public schema too. The login that migrates writes it; the server reads it
  -- when it starts, to compare it with its own migrations.
  IF to_regclass('public._prisma_migrations') IS NOT NULL THEN
    ALTER TABLE public._prisma_migrations ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
    CREATE POLICY "the login that migrates keeps the list of migrations" ON public._prisma_migrations FOR ALL TO CURRENT_USER
      USING (true) WITH CHECK (true);
    CREATE POLICY "the server reads the list of migrations" ON public._prisma_migrations FOR SELECT TO rollcall_server USING (true);
    REVOKE ALL ON public._prisma_migrations FROM PUBLIC, anon, authenticated, service_role;
    GRANT SELECT ON public._prisma_migrations TO rollcall_server;
  END IF;
END
$$;
