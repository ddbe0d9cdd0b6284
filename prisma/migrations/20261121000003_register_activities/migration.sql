-- What all ways of registering activities share: the chapter that a record counts for, closed books, the audit log, the rules
-- for rows that have been parsed, and the INSERT.
--
-- The functions turn off sequential scans and the joins that need them. Their plans are made once a session, perhaps while
-- the tables are still empty; a plan that was cheap then must not scan a full table later.

-- One activity to register, parsed. Values that were missing or malformed are NULL.
CREATE TYPE rollcall.new_activity AS (
  peer_mentor_user_id uuid,
  activity_type_id uuid,
  recorded_at timestamptz,
  duration_minutes integer,
  recorded_by_user_id uuid,
  chapter_id uuid
);

-- For a plain INSERT that names no chapter. Where nobody is logged in (an administrator's INSERT) every chapter of the mentor
-- is considered. Where there is none, chapter_id stays NULL and the policy refuses the row, as it does for an unknown mentor.
CREATE FUNCTION rollcall.stamp_chapter() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET enable_seqscan = off
AS $$
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
$$;
COMMENT ON FUNCTION rollcall.stamp_chapter() IS
  'Gives a record that names no chapter the one that the mentor has belonged to longest, of those that mentor and caller share.';
CREATE TRIGGER stamped BEFORE INSERT ON public.activity_records
  FOR EACH ROW WHEN (NEW.chapter_id IS NULL) EXECUTE FUNCTION rollcall.stamp_chapter();

-- FOR SHARE keeps the answer true until the transaction ends: an administrator who closes the books waits for transactions
-- that are writing records, and later transactions wait for the administrator's.
CREATE FUNCTION rollcall.closed_before(chapter uuid) RETURNS timestamptz
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET enable_seqscan = off
AS $$
BEGIN
  RETURN (SELECT book.closed_before FROM public.chapters AS book WHERE book.id = chapter FOR SHARE);
END
$$;
COMMENT ON FUNCTION rollcall.closed_before(uuid) IS 'Up to when a chapter''s books are closed; NULL where they are open. Locks the chapter against changes until the transaction ends.';

CREATE FUNCTION rollcall.refuse_closed_period() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
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
$$;
COMMENT ON FUNCTION rollcall.refuse_closed_period() IS 'Refuses a statement that writes what took place before its chapter closed the books.';
CREATE TRIGGER period_open AFTER INSERT ON public.activity_records
  REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION rollcall.refuse_closed_period();

-- The audit log. Rows of a submission are left out: the submission gets one entry when it has finished.
CREATE FUNCTION rollcall.audit_registration() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  INSERT INTO public.proxy_audit_log (kind, acting_coordinator_id, chapter_id, total, succeeded, failed)
  SELECT 'atomic_batch', written.recorded_by_user_id, written.chapter_id, count(*), count(*), 0
  FROM written
  WHERE written.bulk_submission_id IS NULL AND written.recorded_by_user_id <> written.peer_mentor_user_id
  GROUP BY written.recorded_by_user_id, written.chapter_id;
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION rollcall.audit_registration() IS
  'Writes one entry for each acting person and chapter of a statement that registers activities of somebody else.';
CREATE TRIGGER audited AFTER INSERT ON public.activity_records
  REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION rollcall.audit_registration();

CREATE FUNCTION rollcall.is_registered(peer_mentor_user_id uuid, activity_type_id uuid, recorded_at timestamptz) RETURNS boolean
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET enable_seqscan = off
AS $$
BEGIN
  RETURN EXISTS (
    SELECT FROM public.activity_records AS record
    WHERE record.peer_mentor_user_id = $1 AND record.activity_type_id = $2 AND record.recorded_at = $3 AND record.voided_at IS NULL
  );
END
$$;
COMMENT ON FUNCTION rollcall.is_registered(uuid, uuid, timestamptz) IS
  'Whether a mentor has an activity of this type at this time, in any chapter. It answers only yes or no, because the caller may not be allowed to see the record.';

-- Everything wrong with parsed rows: references, rights, closed books, duplicates. A batch whose INSERT succeeds never gets
-- here. `index` is the row's, from 0; `place` is the position of the field, by which the issues of a row are sorted.
CREATE FUNCTION rollcall.row_issues(activities rollcall.new_activity[])
  RETURNS TABLE (index integer, place integer, field text, code text, message text)
  LANGUAGE plpgsql STABLE ROWS 200 SET search_path = pg_catalog, public, pg_temp
  SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off
AS $$
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
$$;
COMMENT ON FUNCTION rollcall.row_issues(rollcall.new_activity[]) IS
  'Everything wrong with rows that are well-formed, for the present caller: what they refer to, rights, closed books, duplicates.';

CREATE FUNCTION rollcall.write_activities(activities rollcall.new_activity[], submission uuid) RETURNS uuid[]
  LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, pg_temp
  SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off
AS $$
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
$$;
COMMENT ON FUNCTION rollcall.write_activities(rollcall.new_activity[], uuid) IS
  'Writes rows that are well-formed, all or none, and returns their ids in the same order. Where something is wrong with a row, the error is that of a policy or a constraint.';

REVOKE ALL ON FUNCTION rollcall.stamp_chapter(), rollcall.closed_before(uuid), rollcall.refuse_closed_period(),
  rollcall.audit_registration(), rollcall.is_registered(uuid, uuid, timestamptz),
  rollcall.row_issues(rollcall.new_activity[]), rollcall.write_activities(rollcall.new_activity[], uuid)
  FROM PUBLIC, anon, authenticated, service_role;
GRANT EXECUTE ON FUNCTION rollcall.closed_before(uuid), rollcall.is_registered(uuid, uuid, timestamptz), rollcall.row_issues(rollcall.new_activity[]),
  rollcall.write_activities(rollcall.new_activity[], uuid) TO rollcall_batch;

-- A role can be made the owner of a function only while it may create in the function's schema (see the migration of rights).
GRANT CREATE ON SCHEMA rollcall TO rollcall_rights, rollcall_audit;
ALTER FUNCTION rollcall.stamp_chapter() OWNER TO rollcall_rights;
ALTER FUNCTION rollcall.closed_before(uuid) OWNER TO rollcall_rights;
ALTER FUNCTION rollcall.refuse_closed_period() OWNER TO rollcall_rights;
ALTER FUNCTION rollcall.is_registered(uuid, uuid, timestamptz) OWNER TO rollcall_rights;
ALTER FUNCTION rollcall.audit_registration() OWNER TO rollcall_audit;
REVOKE CREATE ON SCHEMA rollcall FROM rollcall_rights, rollcall_audit;
