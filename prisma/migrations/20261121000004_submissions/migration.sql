-- Orchestrated submissions: one activity for many mentors, each on its own. There is no queue beside these tables:
-- the selection is the work, and a settled mentor is a row.

CREATE TYPE public.mentor_submission_error_code AS ENUM (
  'PEER_MENTOR_NOT_FOUND', 'ACTIVITY_TYPE_NOT_FOUND', 'MENTOR_NOT_IN_YOUR_CHAPTERS', 'DUPLICATE_ACTIVITY',
  'PERMISSION_DENIED', 'CANCELLED', 'TEMPORARILY_UNAVAILABLE', 'INTERNAL_ERROR'
);

CREATE TABLE public.bulk_submissions (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  acting_coordinator_id uuid NOT NULL,
  activity_type_id uuid NOT NULL,
  recorded_at timestamptz(3) NOT NULL,
  duration_minutes integer NOT NULL,
  total integer NOT NULL,
  succeeded integer NOT NULL DEFAULT 0,
  failed integer NOT NULL DEFAULT 0,
  retry_of_id uuid,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  started_at timestamptz(3),
  -- Starts that came to no end: a process that dies with a submission again and again must not do so for ever.
  unended_starts integer NOT NULL DEFAULT 0,
  cancel_requested_at timestamptz(3),
  finished_at timestamptz(3),
  audited_at timestamptz(3),
  CONSTRAINT bulk_submissions_pkey PRIMARY KEY (id),
  CONSTRAINT bulk_submissions_acting_coordinator_id_fkey FOREIGN KEY (acting_coordinator_id) REFERENCES public.profiles (user_id) ON DELETE RESTRICT,
  CONSTRAINT bulk_submissions_activity_type_id_fkey FOREIGN KEY (activity_type_id) REFERENCES public.activity_types (id) ON DELETE RESTRICT,
  CONSTRAINT bulk_submissions_retry_of_id_fkey FOREIGN KEY (retry_of_id) REFERENCES public.bulk_submissions (id) ON DELETE RESTRICT,
  CONSTRAINT bulk_submissions_counts CHECK (total > 0 AND succeeded >= 0 AND failed >= 0 AND succeeded + failed <= total),
  CONSTRAINT bulk_submissions_finished_when_complete CHECK ((finished_at IS NOT NULL) = (succeeded + failed = total))
);
CREATE INDEX bulk_submissions_acting_coordinator_id_created_at_id_idx
  ON public.bulk_submissions (acting_coordinator_id, created_at DESC, id DESC);
CREATE INDEX bulk_submissions_retry_of_id_idx ON public.bulk_submissions (retry_of_id);
-- What servers look for once a second: little, whatever has piled up over the years.
CREATE INDEX bulk_submissions_open ON public.bulk_submissions (created_at) WHERE finished_at IS NULL OR audited_at IS NULL;

-- The selection, by position. No foreign key to the mentors: an id that means nobody is an outcome, not a refusal.
CREATE TABLE public.bulk_submission_mentors (
  submission_id uuid NOT NULL,
  position integer NOT NULL,
  mentor_id uuid NOT NULL,
  -- That of the outcome; NULL until settled. It is on this row so that whoever waited for its lock sees it changed.
  sequence integer,
  CONSTRAINT bulk_submission_mentors_pkey PRIMARY KEY (submission_id, position),
  CONSTRAINT bulk_submission_mentors_submission_id_fkey FOREIGN KEY (submission_id) REFERENCES public.bulk_submissions (id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX bulk_submission_mentors_submission_id_mentor_id_key
  ON public.bulk_submission_mentors (submission_id, mentor_id);
CREATE INDEX bulk_submission_mentors_unsettled
  ON public.bulk_submission_mentors (submission_id, position) WHERE sequence IS NULL;

CREATE TABLE public.bulk_submission_outcomes (
  submission_id uuid NOT NULL,
  sequence integer NOT NULL,
  mentor_id uuid NOT NULL,
  activity_id uuid,
  error_code public.mentor_submission_error_code,
  -- Successes up to and including this one, so that a reader who starts here knows the counts.
  succeeded_so_far integer NOT NULL,
  settled_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT bulk_submission_outcomes_pkey PRIMARY KEY (submission_id, sequence),
  CONSTRAINT bulk_submission_outcomes_submission_id_fkey FOREIGN KEY (submission_id) REFERENCES public.bulk_submissions (id) ON DELETE RESTRICT,
  CONSTRAINT bulk_submission_outcomes_activity_id_fkey FOREIGN KEY (activity_id) REFERENCES public.activity_records (id) ON DELETE RESTRICT,
  CONSTRAINT bulk_submission_outcomes_one_of_both CHECK ((activity_id IS NULL) <> (error_code IS NULL))
);
CREATE UNIQUE INDEX bulk_submission_outcomes_submission_id_mentor_id_key
  ON public.bulk_submission_outcomes (submission_id, mentor_id);
CREATE UNIQUE INDEX bulk_submission_outcomes_activity_id_key ON public.bulk_submission_outcomes (activity_id);

ALTER TABLE public.activity_records
  ADD COLUMN bulk_submission_id uuid,
  ADD CONSTRAINT activity_records_bulk_submission_id_fkey FOREIGN KEY (bulk_submission_id) REFERENCES public.bulk_submissions (id) ON DELETE RESTRICT;
CREATE UNIQUE INDEX activity_records_bulk_submission_id_peer_mentor_user_id_key
  ON public.activity_records (bulk_submission_id, peer_mentor_user_id);

ALTER TABLE public.proxy_audit_log
  ADD COLUMN submission_id uuid,
  ADD CONSTRAINT proxy_audit_log_submission_id_fkey FOREIGN KEY (submission_id) REFERENCES public.bulk_submissions (id) ON DELETE RESTRICT,
  ADD CONSTRAINT proxy_audit_log_submission_named CHECK ((kind = 'bulk_submission') = (submission_id IS NOT NULL));
CREATE UNIQUE INDEX proxy_audit_log_submission_id_key ON public.proxy_audit_log (submission_id);

-- Rights. A coordinator sees what they submitted, for as long as they are one. Only the server writes.
REVOKE ALL ON public.bulk_submissions, public.bulk_submission_mentors, public.bulk_submission_outcomes
  FROM PUBLIC, anon, authenticated, service_role;
ALTER TABLE public.bulk_submissions ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE public.bulk_submission_mentors ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE public.bulk_submission_outcomes ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY "coordinators see what they submitted" ON public.bulk_submissions FOR SELECT TO authenticated
  USING (acting_coordinator_id = (SELECT auth.uid()) AND (SELECT rollcall.is_coordinator()));
CREATE POLICY "coordinators see the outcomes of what they submitted" ON public.bulk_submission_outcomes FOR SELECT TO authenticated
  USING (submission_id IN (SELECT id FROM public.bulk_submissions));
CREATE POLICY "the server runs submissions" ON public.bulk_submissions FOR ALL TO rollcall_server USING (true) WITH CHECK (true);
CREATE POLICY "the server keeps the selection" ON public.bulk_submission_mentors FOR ALL TO rollcall_server USING (true) WITH CHECK (true);
CREATE POLICY "the server keeps the outcomes" ON public.bulk_submission_outcomes FOR ALL TO rollcall_server USING (true) WITH CHECK (true);
CREATE POLICY "the server says what belongs to a submission" ON public.activity_records FOR ALL TO rollcall_server
  USING (true) WITH CHECK (true);

GRANT SELECT ON public.bulk_submissions, public.bulk_submission_outcomes TO authenticated;
GRANT SELECT, INSERT, UPDATE ON public.bulk_submissions, public.bulk_submission_mentors TO rollcall_server;
GRANT SELECT, INSERT ON public.bulk_submission_outcomes TO rollcall_server;
GRANT SELECT (id), UPDATE (bulk_submission_id) ON public.activity_records TO rollcall_server;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON public.bulk_submission_outcomes
  FOR EACH STATEMENT EXECUTE FUNCTION rollcall.refuse_change();
