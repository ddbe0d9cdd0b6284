-- The roles, then the tables of the atomic half.
--
--   anon             nobody is logged in; reaches no table
--   authenticated    a coordinator or a mentor; sees and writes what the policies below allow
--   service_role     an administrator's tool: chapters, members, profiles, activity types
--   rollcall_server  the server's own bookkeeping: idempotency keys and the audit log, nothing else
--   rollcall_rights  owns the functions that answer who coordinates whom; reads memberships for that
--   rollcall_batch   owns insert_bulk_activities; meets the same policies as authenticated
--
-- Roles belong to the whole cluster: another database may have created them, in this very moment too.
-- Where the login may not make them, it says at once all that an administrator has to do.
DO $$
DECLARE
  wanted text;
  needed text := '';
BEGIN
  FOREACH wanted IN ARRAY ARRAY['anon', 'authenticated', 'service_role', 'rollcall_server', 'rollcall_rights', 'rollcall_batch']
  LOOP
    BEGIN
      IF to_regrole(wanted) IS NULL THEN
        EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
      END IF;
    EXCEPTION
      WHEN duplicate_object OR unique_violation THEN
        NULL; -- another database's migration was faster
      WHEN insufficient_privilege THEN
        needed := needed || format('CREATE ROLE %I NOLOGIN; ', wanted);
    END;

    BEGIN
      IF NOT pg_has_role(current_user, wanted, 'MEMBER') THEN
        EXECUTE format('GRANT %I TO CURRENT_USER', wanted);
      ELSIF current_setting('server_version_num')::integer >= 160000 AND NOT pg_has_role(current_user, wanted, 'SET') THEN
        -- From PostgreSQL 16 on, whoever creates a role may administer it but not yet act as it.
        EXECUTE format('GRANT %I TO CURRENT_USER', wanted);
      END IF;
    EXCEPTION WHEN insufficient_privilege OR undefined_object THEN
      needed := needed || format('GRANT %I TO %I; ', wanted, current_user);
    END;
  END LOOP;

  IF needed <> '' THEN
    RAISE insufficient_privilege USING
      MESSAGE = format('"%s" may not make the roles that Rollcall needs, or act as them', current_user),
      HINT = 'Let an administrator run: ' || needed;
  END IF;
END
$$;

-- On a Supabase project `auth.users` and `auth.uid()` exist already and are left
-- alone; elsewhere they are created with just what Rollcall needs of them. Existence is asked before CREATE,
-- because IF NOT EXISTS still wants the right to create, which a Supabase project's owner lacks in `auth`.
DO $$
BEGIN
  IF to_regnamespace('auth') IS NULL THEN
    CREATE SCHEMA auth;
  END IF;

  IF to_regclass('auth.users') IS NULL THEN
    CREATE TABLE auth.users (
      id uuid NOT NULL,
      email text,
      CONSTRAINT users_pkey PRIMARY KEY (id)
    );
    CREATE UNIQUE INDEX users_email_key ON auth.users (email);
    ALTER TABLE auth.users ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
    CREATE POLICY "administrators keep the users" ON auth.users FOR ALL TO service_role USING (true) WITH CHECK (true);
    GRANT USAGE ON SCHEMA auth TO service_role;
    GRANT SELECT, INSERT, UPDATE, DELETE ON auth.users TO service_role;
  END IF;

  IF to_regprocedure('auth.uid()') IS NULL THEN
    -- A setting made for one transaction reads '' afterwards on the same connection, not NULL: hence nullif.
    CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE
      RETURN (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid;
  END IF;
END
$$;

CREATE TYPE public.chapter_role AS ENUM ('coordinator', 'peer_mentor');
CREATE TYPE public.audit_kind AS ENUM ('atomic_batch', 'bulk_submission');

CREATE TABLE public.chapters (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  name text NOT NULL,
  CONSTRAINT chapters_pkey PRIMARY KEY (id),
  CONSTRAINT chapters_name_given CHECK (length(name) BETWEEN 1 AND 200)
);
CREATE UNIQUE INDEX chapters_name_key ON public.chapters (name);

CREATE TABLE public.profiles (
  user_id uuid NOT NULL,
  display_name text NOT NULL,
  CONSTRAINT profiles_pkey PRIMARY KEY (user_id),
  CONSTRAINT profiles_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users (id) ON DELETE CASCADE,
  CONSTRAINT profiles_display_name_given CHECK (length(display_name) BETWEEN 1 AND 200)
);
CREATE INDEX profiles_display_name_user_id_idx ON public.profiles (display_name, user_id);

CREATE TABLE public.chapter_members (
  chapter_id uuid NOT NULL,
  user_id uuid NOT NULL,
  role public.chapter_role NOT NULL,
  CONSTRAINT chapter_members_pkey PRIMARY KEY (chapter_id, user_id, role),
  CONSTRAINT chapter_members_chapter_id_fkey FOREIGN KEY (chapter_id) REFERENCES public.chapters (id) ON DELETE CASCADE,
  CONSTRAINT chapter_members_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.profiles (user_id) ON DELETE CASCADE
);
CREATE INDEX chapter_members_user_id_idx ON public.chapter_members (user_id);

CREATE TABLE public.activity_types (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  name text NOT NULL,
  CONSTRAINT activity_types_pkey PRIMARY KEY (id),
  CONSTRAINT activity_types_name_given CHECK (length(name) BETWEEN 1 AND 200)
);
CREATE UNIQUE INDEX activity_types_name_key ON public.activity_types (name);

-- Records become official statistics: a user, a mentor or a type that records speak of can't be deleted.
-- Times are kept to the millisecond, so that what a client sends, what is compared and what it reads back
-- are the same. now() in a check is safe here: a record that was acceptable once stays acceptable. A day is 24 hours,
-- because '1 day' is an hour more or less where the session's clocks are about to be changed.
CREATE TABLE public.activity_records (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  peer_mentor_user_id uuid NOT NULL,
  activity_type_id uuid NOT NULL,
  recorded_at timestamptz(3) NOT NULL,
  duration_minutes integer NOT NULL,
  recorded_by_user_id uuid DEFAULT auth.uid(),
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT activity_records_pkey PRIMARY KEY (id),
  CONSTRAINT activity_records_peer_mentor_user_id_fkey FOREIGN KEY (peer_mentor_user_id) REFERENCES public.profiles (user_id) ON DELETE RESTRICT,
  CONSTRAINT activity_records_activity_type_id_fkey FOREIGN KEY (activity_type_id) REFERENCES public.activity_types (id) ON DELETE RESTRICT,
  CONSTRAINT activity_records_recorded_by_user_id_fkey FOREIGN KEY (recorded_by_user_id) REFERENCES public.profiles (user_id) ON DELETE RESTRICT,
  CONSTRAINT activity_records_duration_minutes_range CHECK (duration_minutes BETWEEN 1 AND 1440),
  CONSTRAINT activity_records_recorded_at_range CHECK (recorded_at >= '1900-01-01T00:00:00Z' AND recorded_at <= now() + interval '24 hours')
);
CREATE UNIQUE INDEX activity_records_peer_mentor_user_id_activity_type_id_recor_key
  ON public.activity_records (peer_mentor_user_id, activity_type_id, recorded_at);
CREATE INDEX activity_records_recorded_at_id_idx ON public.activity_records (recorded_at DESC, id DESC);
CREATE INDEX activity_records_activity_type_id_idx ON public.activity_records (activity_type_id);
CREATE INDEX activity_records_recorded_by_user_id_idx ON public.activity_records (recorded_by_user_id);

CREATE TABLE public.idempotency_keys (
  user_id uuid NOT NULL,
  operation text NOT NULL,
  key text NOT NULL,
  request_hash text NOT NULL,
  response jsonb NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT idempotency_keys_pkey PRIMARY KEY (user_id, operation, key),
  CONSTRAINT idempotency_keys_key_length CHECK (length(key) BETWEEN 1 AND 255)
);

CREATE TABLE public.proxy_audit_log (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  kind public.audit_kind NOT NULL,
  acting_coordinator_id uuid NOT NULL,
  total integer NOT NULL,
  succeeded integer NOT NULL,
  failed integer NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT proxy_audit_log_pkey PRIMARY KEY (id),
  CONSTRAINT proxy_audit_log_counts CHECK (total = succeeded + failed AND succeeded >= 0 AND failed >= 0)
);
CREATE INDEX proxy_audit_log_acting_coordinator_id_created_at_id_idx
  ON public.proxy_audit_log (acting_coordinator_id, created_at DESC, id DESC);
