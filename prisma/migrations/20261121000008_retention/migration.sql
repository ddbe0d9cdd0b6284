-- Forgetting people, and deleting expired rows.

-- Runs however a profile is deleted: by rollcall.forget_user, or together with its row of auth.users. Records of the person
-- stay, with their chapter, type and time, and name nobody. Foreign keys alone would clear only some of these columns.
CREATE FUNCTION rollcall.forget_person() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
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
$$;
COMMENT ON FUNCTION rollcall.forget_person() IS 'Removes a person whose profile is deleted from every table.';
CREATE TRIGGER forgotten BEFORE DELETE ON public.profiles FOR EACH ROW EXECUTE FUNCTION rollcall.forget_person();

CREATE FUNCTION rollcall.forget_user(user_id uuid) RETURNS boolean
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  DELETE FROM public.profiles AS profile WHERE profile.user_id = forget_user.user_id;
  RETURN FOUND;
END
$$;
COMMENT ON FUNCTION rollcall.forget_user(uuid) IS
  'Removes a person from profiles, members, selections, outcomes, records and audit log; their activities and minutes still count. Returns whether there was such a person.';

-- The two functions below delete in small steps, so that nobody has to wait for their locks. They return how many rows they
-- deleted, 0 when nothing is left to do.
CREATE FUNCTION rollcall.remove_idempotency_keys(before timestamptz, at_most integer) RETURNS integer
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET enable_seqscan = off
AS $$
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
$$;
COMMENT ON FUNCTION rollcall.remove_idempotency_keys(timestamptz, integer) IS 'Deletes idempotency keys from before a moment, the oldest first, at most at_most of them.';

CREATE FUNCTION rollcall.remove_outcomes(before timestamptz) RETURNS integer
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  SET plan_cache_mode = force_generic_plan SET enable_seqscan = off
AS $$
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
$$;
COMMENT ON FUNCTION rollcall.remove_outcomes(timestamptz) IS
  'Deletes the outcomes of one submission that finished before a moment, the earliest that still has them; its counts stay.';

REVOKE ALL ON FUNCTION rollcall.forget_person(), rollcall.forget_user(uuid),
  rollcall.remove_idempotency_keys(timestamptz, integer), rollcall.remove_outcomes(timestamptz)
  FROM PUBLIC, anon, authenticated, service_role;
GRANT EXECUTE ON FUNCTION rollcall.forget_user(uuid) TO service_role;
GRANT EXECUTE ON FUNCTION rollcall.remove_idempotency_keys(timestamptz, integer), rollcall.remove_outcomes(timestamptz) TO rollcall_server;

GRANT CREATE ON SCHEMA rollcall TO rollcall_retention;
ALTER FUNCTION rollcall.forget_person() OWNER TO rollcall_retention;
ALTER FUNCTION rollcall.forget_user(uuid) OWNER TO rollcall_retention;
ALTER FUNCTION rollcall.remove_idempotency_keys(timestamptz, integer) OWNER TO rollcall_retention;
ALTER FUNCTION rollcall.remove_outcomes(timestamptz) OWNER TO rollcall_retention;
REVOKE CREATE ON SCHEMA rollcall FROM rollcall_retention;
