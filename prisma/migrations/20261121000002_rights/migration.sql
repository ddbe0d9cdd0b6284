-- Who may do what: the questions that policies ask, policies, grants, and what nobody may do.
CREATE SCHEMA rollcall;
GRANT USAGE ON SCHEMA rollcall TO authenticated, rollcall_batch;
GRANT USAGE ON SCHEMA public TO anon, authenticated, service_role, rollcall_server, rollcall_rights, rollcall_batch;

-- A Supabase project grants new tables to everybody: start from nothing.
REVOKE ALL ON public.chapters, public.profiles, public.chapter_members, public.activity_types,
  public.activity_records, public.idempotency_keys, public.proxy_audit_log
  FROM PUBLIC, anon, authenticated, service_role;

-- The questions that policies ask. They look at memberships of others, which the asking user may not see:
-- hence SECURITY DEFINER, under a role that can read memberships and nothing else. Their bodies are bound when
-- they are created, so no search_path can lead them astray.

CREATE FUNCTION rollcall.coordinated_chapters() RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT chapter_id FROM public.chapter_members WHERE user_id = auth.uid() AND role = 'coordinator';
END;
COMMENT ON FUNCTION rollcall.coordinated_chapters() IS 'The chapters that the caller coordinates.';

CREATE FUNCTION rollcall.own_chapters() RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT chapter_id FROM public.chapter_members WHERE user_id = auth.uid();
END;
COMMENT ON FUNCTION rollcall.own_chapters() IS 'The chapters that the caller belongs to, in whichever role.';

CREATE FUNCTION rollcall.coordinated_members() RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT member.user_id
  FROM public.chapter_members AS own JOIN public.chapter_members AS member USING (chapter_id)
  WHERE own.user_id = auth.uid() AND own.role = 'coordinator';
END;
COMMENT ON FUNCTION rollcall.coordinated_members() IS 'Everybody in the chapters that the caller coordinates.';

CREATE FUNCTION rollcall.coordinated_mentors() RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT member.user_id
  FROM public.chapter_members AS own JOIN public.chapter_members AS member USING (chapter_id)
  WHERE own.user_id = auth.uid() AND own.role = 'coordinator' AND member.role = 'peer_mentor';
END;
COMMENT ON FUNCTION rollcall.coordinated_mentors() IS 'The peer mentors that the caller may register activities for.';

CREATE FUNCTION rollcall.is_coordinator() RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT EXISTS (SELECT FROM public.chapter_members WHERE user_id = auth.uid() AND role = 'coordinator');
END;
COMMENT ON FUNCTION rollcall.is_coordinator() IS 'Whether the caller coordinates a chapter at all.';

CREATE FUNCTION rollcall.is_peer_mentor() RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT EXISTS (SELECT FROM public.chapter_members WHERE user_id = auth.uid() AND role = 'peer_mentor');
END;
COMMENT ON FUNCTION rollcall.is_peer_mentor() IS 'Whether the caller is a peer mentor anywhere.';

-- Bound when it is created, so that its users need no right on the identity provider's schema.
CREATE FUNCTION rollcall.caller() RETURNS uuid LANGUAGE sql STABLE RETURN auth.uid();
COMMENT ON FUNCTION rollcall.caller() IS 'The user in whose name the statement runs, or NULL.';

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA rollcall FROM PUBLIC, anon, authenticated, service_role;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA rollcall TO authenticated, rollcall_batch, rollcall_rights;

-- Only who can create in a schema may be given something in it: the right is lent for this one moment.
GRANT CREATE ON SCHEMA rollcall TO rollcall_rights;
ALTER FUNCTION rollcall.coordinated_chapters() OWNER TO rollcall_rights;
ALTER FUNCTION rollcall.own_chapters() OWNER TO rollcall_rights;
ALTER FUNCTION rollcall.coordinated_members() OWNER TO rollcall_rights;
ALTER FUNCTION rollcall.coordinated_mentors() OWNER TO rollcall_rights;
ALTER FUNCTION rollcall.is_coordinator() OWNER TO rollcall_rights;
ALTER FUNCTION rollcall.is_peer_mentor() OWNER TO rollcall_rights;
REVOKE CREATE ON SCHEMA rollcall FROM rollcall_rights;

-- Row level security: on for everybody, and forced, so that it binds the tables' owner too.
ALTER TABLE public.chapters ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE public.profiles ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE public.chapter_members ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE public.activity_types ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE public.activity_records ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE public.idempotency_keys ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE public.proxy_audit_log ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

-- Sub-selects around the questions make PostgreSQL ask once a statement instead of once a row.
CREATE POLICY "members see their chapters" ON public.chapters FOR SELECT TO authenticated
  USING (id IN (SELECT rollcall.own_chapters()));
CREATE POLICY "members see themselves, coordinators their chapters' members" ON public.chapter_members FOR SELECT TO authenticated
  USING (user_id = (SELECT auth.uid()) OR chapter_id IN (SELECT rollcall.coordinated_chapters()));
CREATE POLICY "rights are looked up here" ON public.chapter_members FOR SELECT TO rollcall_rights
  USING (true);
CREATE POLICY "users see themselves, coordinators their chapters' members" ON public.profiles FOR SELECT TO authenticated, rollcall_batch
  USING (user_id = (SELECT auth.uid()) OR user_id IN (SELECT rollcall.coordinated_members()));
CREATE POLICY "everybody logged in sees the activity types" ON public.activity_types FOR SELECT TO authenticated, rollcall_batch
  USING (true);
CREATE POLICY "mentors see their own, coordinators their mentors'" ON public.activity_records FOR SELECT TO authenticated, rollcall_batch
  USING (peer_mentor_user_id = (SELECT auth.uid()) OR peer_mentor_user_id IN (SELECT rollcall.coordinated_mentors()));
CREATE POLICY "mentors register for themselves, coordinators for their mentors" ON public.activity_records FOR INSERT TO authenticated, rollcall_batch
  WITH CHECK (
    recorded_by_user_id = (SELECT auth.uid())
    AND (
      peer_mentor_user_id IN (SELECT rollcall.coordinated_mentors())
      OR (peer_mentor_user_id = (SELECT auth.uid()) AND (SELECT rollcall.is_peer_mentor()))
    )
  );
CREATE POLICY "coordinators see what they did" ON public.proxy_audit_log FOR SELECT TO authenticated
  USING (acting_coordinator_id = (SELECT auth.uid()));
CREATE POLICY "the server keeps the log" ON public.proxy_audit_log FOR INSERT TO rollcall_server
  WITH CHECK (true);
CREATE POLICY "the server keeps the keys" ON public.idempotency_keys FOR ALL TO rollcall_server
  USING (true) WITH CHECK (true);
CREATE POLICY "administrators keep the chapters" ON public.chapters FOR ALL TO service_role USING (true) WITH CHECK (true);
CREATE POLICY "administrators keep the members" ON public.chapter_members FOR ALL TO service_role USING (true) WITH CHECK (true);
CREATE POLICY "administrators keep the profiles" ON public.profiles FOR ALL TO service_role USING (true) WITH CHECK (true);
CREATE POLICY "administrators keep the activity types" ON public.activity_types FOR ALL TO service_role USING (true) WITH CHECK (true);

GRANT SELECT ON public.chapters, public.chapter_members, public.profiles, public.activity_types,
  public.activity_records, public.proxy_audit_log TO authenticated;
GRANT INSERT (peer_mentor_user_id, activity_type_id, recorded_at, duration_minutes, recorded_by_user_id)
  ON public.activity_records TO authenticated;
GRANT SELECT ON public.chapter_members TO rollcall_rights;
GRANT SELECT ON public.profiles, public.activity_types, public.activity_records TO rollcall_batch;
GRANT INSERT ON public.activity_records TO rollcall_batch;
GRANT SELECT, INSERT, UPDATE ON public.idempotency_keys TO rollcall_server;
GRANT INSERT ON public.proxy_audit_log TO rollcall_server;
GRANT SELECT, INSERT, UPDATE, DELETE ON public.chapters, public.chapter_members, public.profiles, public.activity_types TO service_role;

-- The audit log is append-only for everybody, its owner included. By the statement, not the row: whoever's policies
-- show no row would otherwise be told that all went well.
CREATE FUNCTION rollcall.refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE insufficient_privilege USING MESSAGE = format('%I is append-only', TG_TABLE_NAME);
END
$$;
REVOKE ALL ON FUNCTION rollcall.refuse_change() FROM PUBLIC, anon, authenticated, service_role;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON public.proxy_audit_log
  FOR EACH STATEMENT EXECUTE FUNCTION rollcall.refuse_change();

DO $$
BEGIN
  -- The bookkeeping of migrations lies in the public schema too: for whoever migrates, and nobody else.
  IF to_regclass('public._prisma_migrations') IS NOT NULL THEN
    ALTER TABLE public._prisma_migrations ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
    CREATE POLICY "whoever migrates keeps the books" ON public._prisma_migrations FOR ALL TO CURRENT_USER
      USING (true) WITH CHECK (true);
    REVOKE ALL ON public._prisma_migrations FROM PUBLIC, anon, authenticated, service_role;
  END IF;
END
$$;
