-- What must be there before: free names, the roles, and the parts of a Supabase project that Rollcall uses. Then the tables.
--
--   anon                nobody is logged in; has no right to any table
--   authenticated       a coordinator or a mentor; sees and writes what the policies allow
--   service_role        an administrator's tool: chapters, members, profiles, activity types, forgetting people
--   rollcall_server     the server's own bookkeeping: submissions, idempotency keys, entries about them in the audit log
--   rollcall_rights     owns the functions that look up rights, and may read what they need
--   rollcall_batch      owns the functions that register activities and take them back; bound by the policies of authenticated
--   rollcall_audit      owns the triggers that write the audit log; may insert there, and nothing else
--   rollcall_retention  owns the functions that forget people and delete expired rows

-- Tables with these names may belong to another application. They are left alone: the migration fails.
DO $$
DECLARE
  taken text := (
    SELECT string_agg(format('public.%I', relname), ', ' ORDER BY relname) FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relname IN (
      'chapters', 'profiles', 'chapter_members', 'activity_types', 'activity_records', 'bulk_submissions',
      'bulk_submission_mentors', 'bulk_submission_outcomes', 'idempotency_keys', 'proxy_audit_log'
    )
  );
BEGIN
  IF taken IS NOT NULL THEN
    RAISE duplicate_table USING
      MESSAGE = format('%s exists already, and Rollcall did not make it', taken),
      HINT = 'Rollcall needs these names for tables of its own. Rename yours or move it to another schema (ALTER TABLE … SET SCHEMA …), or give Rollcall a database of its own.';
  END IF;
END
$$;

-- Roles belong to the whole cluster: the migration of another database may have created them, or be creating them now.
-- Where the login may not create them, the error has all commands that an administrator has to run.
DO $$
DECLARE
  wanted text;
  needed text := '';
BEGIN
  FOREACH wanted IN ARRAY ARRAY['anon', 'authenticated', 'service_role', 'rollcall_server', 'rollcall_rights', 'rollcall_batch',
    'rollcall_audit', 'rollcall_retention']
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

-- On a Supabase project `auth.users` and `auth.uid()` exist already and are left alone; elsewhere they are created with just
-- what Rollcall needs of them. This is not done with IF NOT EXISTS, which requires the right to create in `auth` even where
-- nothing is created; the owner of a Supabase project does not have it.
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
    CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
      RETURN CASE WHEN nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'
          ~* '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'
        THEN (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid END;
  END IF;
END
$$;

CREATE SCHEMA rollcall;

-- Used instead of auth.uid(), which on a Supabase project fails where the claim is no UUID. nullif, because a setting that
-- was made for one transaction reads '' afterwards on the same connection, not NULL.
CREATE FUNCTION rollcall.caller() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE WHEN nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'
    ~* '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'
  THEN (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid END;
COMMENT ON FUNCTION rollcall.caller() IS
  'The user in whose name the statement runs: the subject of the token. NULL where there is none, or where it is no UUID.';

CREATE TYPE public.chapter_role AS ENUM ('coordinator', 'peer_mentor');
CREATE TYPE public.audit_kind AS ENUM ('atomic_batch', 'bulk_submission', 'void', 'export');
CREATE TYPE public.mentor_submission_error_code AS ENUM (
  'PEER_MENTOR_NOT_FOUND', 'ACTIVITY_TYPE_NOT_FOUND', 'MENTOR_NOT_IN_YOUR_CHAPTERS', 'DUPLICATE_ACTIVITY',
  'PERMISSION_DENIED', 'PERIOD_CLOSED', 'CANCELLED', 'TEMPORARILY_UNAVAILABLE', 'INTERNAL_ERROR'
);

CREATE TABLE public.chapters (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  name text NOT NULL,
  -- An IANA name, such as Europe/Oslo: the chapter's days begin at midnight there.
  time_zone text NOT NULL DEFAULT 'UTC',
  -- The books are closed up to this moment: what took place before it can no longer be registered or taken back.
  closed_before timestamptz(3),
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

CREATE TABLE public.chapter_members (
  chapter_id uuid NOT NULL,
  user_id uuid NOT NULL,
  role public.chapter_role NOT NULL,
  since timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
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

-- Submissions: one activity for many mentors, each registered on its own. These tables are also the queue. A mentor that is
-- still to be settled is a row of bulk_submission_mentors (the selection); settling a mentor deletes that row and writes
-- one to bulk_submission_outcomes.
--
-- The selection, the outcomes and the records of a submission have no foreign key to it. Checking one for each row took a
-- fifth of the time of settling a mentor, and is not needed: the functions that write these rows lock the submission's
-- row, and a trigger refuses to delete a submission.
CREATE TABLE public.bulk_submissions (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  -- NULL where the coordinator has been forgotten.
  acting_coordinator_id uuid,
  -- NULL where the coordinator has several chapters and named none.
  chapter_id uuid,
  activity_type_id uuid NOT NULL,
  recorded_at timestamptz(3) NOT NULL,
  duration_minutes integer NOT NULL,
  total integer NOT NULL,
  succeeded integer NOT NULL DEFAULT 0,
  failed integer NOT NULL DEFAULT 0,
  retry_of_id uuid,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  started_at timestamptz(3),
  -- How many times in a row it was started without any progress, and when the first of these starts was. A submission that
  -- makes its process crash is given up after many such starts over a long time; a few may be bad luck.
  unended_starts integer NOT NULL DEFAULT 0,
  unended_since timestamptz(3),
  cancel_requested_at timestamptz(3),
  finished_at timestamptz(3),
  audited_at timestamptz(3),
  -- When its outcomes expired and were deleted.
  outcomes_expired_at timestamptz(3),
  CONSTRAINT bulk_submissions_pkey PRIMARY KEY (id),
  CONSTRAINT bulk_submissions_acting_coordinator_id_fkey FOREIGN KEY (acting_coordinator_id) REFERENCES public.profiles (user_id) ON DELETE SET NULL,
  CONSTRAINT bulk_submissions_chapter_id_fkey FOREIGN KEY (chapter_id) REFERENCES public.chapters (id) ON DELETE RESTRICT,
  CONSTRAINT bulk_submissions_activity_type_id_fkey FOREIGN KEY (activity_type_id) REFERENCES public.activity_types (id) ON DELETE RESTRICT,
  CONSTRAINT bulk_submissions_retry_of_id_fkey FOREIGN KEY (retry_of_id) REFERENCES public.bulk_submissions (id) ON DELETE RESTRICT,
  CONSTRAINT bulk_submissions_counts CHECK (total > 0 AND succeeded >= 0 AND failed >= 0 AND succeeded + failed <= total),
  CONSTRAINT bulk_submissions_finished_when_complete CHECK ((finished_at IS NOT NULL) = (succeeded + failed = total))
);
CREATE INDEX bulk_submissions_acting_coordinator_id_created_at_id_idx
  ON public.bulk_submissions (acting_coordinator_id, created_at DESC, id DESC);
CREATE INDEX bulk_submissions_of_chapter
  ON public.bulk_submissions (chapter_id, created_at DESC, id DESC) WHERE chapter_id IS NOT NULL;
CREATE INDEX bulk_submissions_retries ON public.bulk_submissions (retry_of_id) WHERE retry_of_id IS NOT NULL;
-- Servers look for these all the time. The index stays small, however many submissions have finished.
CREATE INDEX bulk_submissions_open ON public.bulk_submissions (created_at) WHERE finished_at IS NULL OR audited_at IS NULL;
CREATE INDEX bulk_submissions_with_outcomes ON public.bulk_submissions (finished_at) WHERE outcomes_expired_at IS NULL;

-- The mentors that are still to be settled, by position. mentor_id has no foreign key: a submission with unknown ids is
-- accepted, and they end as outcomes. It is NULL where the person has been forgotten since.
CREATE TABLE public.bulk_submission_mentors (
  submission_id uuid NOT NULL,
  position integer NOT NULL,
  mentor_id uuid,
  CONSTRAINT bulk_submission_mentors_pkey PRIMARY KEY (submission_id, position)
);
CREATE UNIQUE INDEX bulk_submission_mentors_submission_id_mentor_id_key
  ON public.bulk_submission_mentors (submission_id, mentor_id);

-- Records become official statistics. So a type or a chapter that a record refers to can't be deleted; a person can be
-- forgotten, and the record then names nobody.
-- Times are kept to the millisecond, so that what a client sends, what is compared and what it reads back are the same.
-- now() in a check is safe here: a record that was acceptable once stays acceptable. The check has '24 hours', because
-- '1 day' is an hour more or less where the session's time zone changes to or from summer time.
CREATE TABLE public.activity_records (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  peer_mentor_user_id uuid,
  activity_type_id uuid NOT NULL,
  recorded_at timestamptz(3) NOT NULL,
  duration_minutes integer NOT NULL,
  recorded_by_user_id uuid DEFAULT rollcall.caller(),
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  -- The chapter that it counts for. It does not change when people move to another chapter.
  chapter_id uuid NOT NULL,
  bulk_submission_id uuid,
  voided_at timestamptz(3),
  -- No foreign key: only the functions that take records back write it, and only forgetting the person clears it.
  voided_by uuid,
  void_reason text,
  CONSTRAINT activity_records_pkey PRIMARY KEY (id),
  CONSTRAINT activity_records_peer_mentor_user_id_fkey FOREIGN KEY (peer_mentor_user_id) REFERENCES public.profiles (user_id) ON DELETE SET NULL,
  CONSTRAINT activity_records_activity_type_id_fkey FOREIGN KEY (activity_type_id) REFERENCES public.activity_types (id) ON DELETE RESTRICT,
  CONSTRAINT activity_records_recorded_by_user_id_fkey FOREIGN KEY (recorded_by_user_id) REFERENCES public.profiles (user_id) ON DELETE SET NULL,
  CONSTRAINT activity_records_chapter_id_fkey FOREIGN KEY (chapter_id) REFERENCES public.chapters (id) ON DELETE RESTRICT,
  CONSTRAINT activity_records_duration_minutes_range CHECK (duration_minutes BETWEEN 1 AND 1440),
  CONSTRAINT activity_records_recorded_at_range CHECK (recorded_at >= '1900-01-01T00:00:00Z' AND recorded_at <= now() + interval '24 hours'),
  CONSTRAINT activity_records_voided_with_reason CHECK ((voided_at IS NULL) = (void_reason IS NULL) AND (voided_at IS NOT NULL OR voided_by IS NULL)),
  CONSTRAINT activity_records_void_reason_given CHECK (length(void_reason) BETWEEN 1 AND 500)
) WITH (autovacuum_vacuum_insert_scale_factor = 0.02); -- only a vacuumed page's records are counted from the index alone
-- A record that was taken back does not keep the same activity from being registered again.
CREATE UNIQUE INDEX activity_records_once ON public.activity_records (peer_mentor_user_id, activity_type_id, recorded_at)
  WHERE voided_at IS NULL;
CREATE UNIQUE INDEX activity_records_once_a_submission ON public.activity_records (bulk_submission_id, peer_mentor_user_id)
  WHERE voided_at IS NULL AND bulk_submission_id IS NOT NULL;
-- One index for each way to list records. A chapter's records are also counted from its index, without the table.
CREATE INDEX activity_records_of_chapter ON public.activity_records (chapter_id, recorded_at DESC, id DESC)
  INCLUDE (activity_type_id, peer_mentor_user_id, duration_minutes, voided_at);
CREATE INDEX activity_records_of_chapter_by_type ON public.activity_records (chapter_id, activity_type_id, recorded_at DESC, id DESC);
CREATE INDEX activity_records_of_mentor ON public.activity_records (peer_mentor_user_id, recorded_at DESC, id DESC);
-- For the policy that says whose names a coordinator sees, and for finding a person's records when they are forgotten.
CREATE INDEX activity_records_of_mentor_in_chapter ON public.activity_records (peer_mentor_user_id, chapter_id);
CREATE INDEX activity_records_recorded_by ON public.activity_records (recorded_by_user_id, chapter_id);
CREATE INDEX activity_records_voided_of_submission ON public.activity_records (bulk_submission_id)
  WHERE voided_at IS NOT NULL AND bulk_submission_id IS NOT NULL;
CREATE INDEX activity_records_voided_by ON public.activity_records (voided_by) WHERE voided_by IS NOT NULL;

-- One row for each settled mentor, with sequences from 1 without a gap. Append-only.
CREATE TABLE public.bulk_submission_outcomes (
  submission_id uuid NOT NULL,
  sequence integer NOT NULL,
  -- NULL where the mentor has been forgotten.
  mentor_id uuid,
  -- No foreign key: records are never deleted.
  activity_id uuid,
  error_code public.mentor_submission_error_code,
  -- Successes up to and including this one, so that a reader who starts here knows the counts.
  succeeded_so_far integer NOT NULL,
  settled_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT bulk_submission_outcomes_pkey PRIMARY KEY (submission_id, sequence),
  CONSTRAINT bulk_submission_outcomes_one_of_both CHECK ((activity_id IS NULL) <> (error_code IS NULL))
);
CREATE INDEX bulk_submission_outcomes_failed ON public.bulk_submission_outcomes (submission_id, sequence) WHERE error_code IS NOT NULL;
CREATE UNIQUE INDEX bulk_submission_outcomes_submission_id_mentor_id_key
  ON public.bulk_submission_outcomes (submission_id, mentor_id);

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
CREATE INDEX idempotency_keys_created_at_idx ON public.idempotency_keys (created_at);

CREATE TABLE public.proxy_audit_log (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  kind public.audit_kind NOT NULL,
  -- NULL where the person has been forgotten.
  acting_coordinator_id uuid,
  -- The chapter whose records the entry is about; NULL where they are of several chapters.
  chapter_id uuid,
  submission_id uuid,
  total integer NOT NULL,
  succeeded integer NOT NULL,
  failed integer NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT proxy_audit_log_pkey PRIMARY KEY (id),
  CONSTRAINT proxy_audit_log_counts CHECK (total = succeeded + failed AND succeeded >= 0 AND failed >= 0),
  CONSTRAINT proxy_audit_log_submission_named CHECK (
    CASE kind WHEN 'bulk_submission' THEN submission_id IS NOT NULL WHEN 'void' THEN true ELSE submission_id IS NULL END
  )
);
CREATE INDEX proxy_audit_log_acting_coordinator_id_created_at_id_idx
  ON public.proxy_audit_log (acting_coordinator_id, created_at DESC, id DESC);
CREATE INDEX proxy_audit_log_of_chapter ON public.proxy_audit_log (chapter_id, created_at DESC, id DESC) WHERE chapter_id IS NOT NULL;
CREATE UNIQUE INDEX proxy_audit_log_once_a_submission ON public.proxy_audit_log (submission_id) WHERE kind = 'bulk_submission';

-- Peer mentors by chapter and name, for lists and searches by name. Triggers maintain it from chapter_members and profiles.
CREATE TABLE rollcall.mentor_directory (
  chapter_id uuid NOT NULL,
  display_name text NOT NULL,
  user_id uuid NOT NULL,
  -- rollcall.searchable(display_name)
  search_name text NOT NULL,
  CONSTRAINT mentor_directory_pkey PRIMARY KEY (chapter_id, display_name, user_id)
);
CREATE INDEX mentor_directory_user_id_idx ON rollcall.mentor_directory (user_id);
