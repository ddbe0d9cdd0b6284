-- Whether there is a row that somebody may not see: no answer to plain SQL tells, neither by what it gives nor by any part
-- of its error. Each statement is tried with what is another chapter's, and with what there is not.
BEGIN;
SELECT plan(92);

INSERT INTO public.activity_records (id, peer_mentor_user_id, recorded_by_user_id, activity_type_id, recorded_at, duration_minutes)
VALUES ('00000000-0000-4000-8000-00000000000a', tap.user_id('mentor1@bergen.example'), tap.user_id('coordinator@bergen.example'),
  tap.type_id('Phone call'), '2026-03-01T09:30:00Z', 30);
INSERT INTO public.bulk_submissions (id, acting_coordinator_id, activity_type_id, recorded_at, duration_minutes, total, failed)
VALUES ('00000000-0000-4000-8000-00000000000b', tap.user_id('coordinator@bergen.example'), tap.type_id('Phone call'), '2026-03-01T09:30:00Z', 30, 2, 1);
INSERT INTO public.bulk_submission_outcomes (submission_id, sequence, mentor_id, error_code, succeeded_so_far)
VALUES ('00000000-0000-4000-8000-00000000000b', 1, tap.user_id('mentor1@bergen.example'), 'CANCELLED', 0);
INSERT INTO public.proxy_audit_log (kind, acting_coordinator_id, total, succeeded, failed)
VALUES ('atomic_batch', tap.user_id('coordinator@bergen.example'), 1, 1, 0);
INSERT INTO public.idempotency_keys (user_id, operation, key, request_hash, response)
VALUES (tap.user_id('coordinator@bergen.example'), 'any', 'key', 'hash', '[]');

-- What a statement speaks of: theirs, or nobody's.
CREATE FUNCTION pg_temp.theirs(value text, nobodys text) RETURNS text LANGUAGE sql STABLE
RETURN CASE WHEN current_setting('tap.theirs') = 'yes' THEN value ELSE nobodys END;
CREATE FUNCTION pg_temp.mentor() RETURNS uuid LANGUAGE sql STABLE
RETURN pg_temp.theirs(tap.user_id('mentor1@bergen.example')::text, '99999999-9999-4999-8999-999999999999')::uuid;
CREATE FUNCTION pg_temp.coordinator() RETURNS uuid LANGUAGE sql STABLE
RETURN pg_temp.theirs(tap.user_id('coordinator@bergen.example')::text, '99999999-9999-4999-8999-99999999999c')::uuid;
CREATE FUNCTION pg_temp.record() RETURNS uuid LANGUAGE sql STABLE
RETURN pg_temp.theirs('00000000-0000-4000-8000-00000000000a', '99999999-9999-4999-8999-99999999999a')::uuid;
CREATE FUNCTION pg_temp.submission() RETURNS uuid LANGUAGE sql STABLE
RETURN pg_temp.theirs('00000000-0000-4000-8000-00000000000b', '99999999-9999-4999-8999-99999999999b')::uuid;
CREATE FUNCTION pg_temp.moment() RETURNS timestamptz LANGUAGE sql STABLE
RETURN current_setting('tap.moment')::timestamptz;
CREATE FUNCTION pg_temp.activity() RETURNS jsonb LANGUAGE sql STABLE
RETURN tap.activity('', jsonb_build_object('peer_mentor_user_id', pg_temp.mentor(), 'recorded_at', current_setting('tap.moment')));

CREATE TEMP TABLE attempt (about text, statement text);
INSERT INTO attempt VALUES
  ('insert', ''),
  ('insert that skips conflicts', 'ON CONFLICT DO NOTHING'),
  ('insert that names the conflict', 'ON CONFLICT (peer_mentor_user_id, activity_type_id, recorded_at) WHERE voided_at IS NULL DO NOTHING'),
  ('insert that would update', 'ON CONFLICT (peer_mentor_user_id, activity_type_id, recorded_at) WHERE voided_at IS NULL DO UPDATE SET duration_minutes = 1'),
  ('insert that returns', 'RETURNING id');
UPDATE attempt SET statement = 'INSERT INTO public.activity_records (peer_mentor_user_id, activity_type_id, duration_minutes, recorded_at)
  VALUES (pg_temp.mentor(), tap.type_id(''Phone call''), 30, pg_temp.moment()) ' || statement;
INSERT INTO attempt VALUES
  ('insert of what the table refuses', 'INSERT INTO public.activity_records (peer_mentor_user_id, activity_type_id, duration_minutes, recorded_at)
    VALUES (pg_temp.mentor(), gen_random_uuid(), 0, pg_temp.moment())'),
  ('insert in their coordinator''s name', 'INSERT INTO public.activity_records (peer_mentor_user_id, activity_type_id, duration_minutes, recorded_at, recorded_by_user_id)
    VALUES (pg_temp.mentor(), tap.type_id(''Phone call''), 30, pg_temp.moment(), pg_temp.coordinator())'),
  ('merge', 'MERGE INTO public.activity_records AS record USING (SELECT pg_temp.mentor() AS mentor, pg_temp.moment() AS moment) AS given
    ON record.peer_mentor_user_id = given.mentor AND record.recorded_at = given.moment
    WHEN MATCHED THEN DO NOTHING
    WHEN NOT MATCHED THEN INSERT (peer_mentor_user_id, activity_type_id, duration_minutes, recorded_at)
      VALUES (given.mentor, tap.type_id(''Phone call''), 30, given.moment)'),
  ('batch', 'SELECT public.insert_bulk_activities(ARRAY[pg_temp.activity()])'),
  ('batch of the same twice', 'SELECT public.insert_bulk_activities(ARRAY[pg_temp.activity(), pg_temp.activity()])'),
  ('batch in their coordinator''s name',
    'SELECT public.insert_bulk_activities(ARRAY[pg_temp.activity() || jsonb_build_object(''recorded_by_user_id'', pg_temp.coordinator())])'),
  ('single activity', 'SELECT rollcall.register_activity(pg_temp.activity())'),
  ('template with a mentor in it', 'SELECT FROM jsonb_array_elements(rollcall.template_issues(pg_temp.activity()))'),
  ('update', 'UPDATE public.activity_records SET duration_minutes = 1 WHERE id = pg_temp.record()'),
  ('delete', 'DELETE FROM public.activity_records WHERE id = pg_temp.record()'),
  ('lock', 'SELECT FROM public.activity_records WHERE id = pg_temp.record() FOR UPDATE'),
  ('select', 'SELECT FROM public.activity_records
    WHERE id = pg_temp.record() OR peer_mentor_user_id = pg_temp.mentor() OR recorded_by_user_id = pg_temp.coordinator()'),
  ('select that fails on a row', 'SELECT FROM public.activity_records WHERE id = pg_temp.record() AND 1 / (duration_minutes - 30) = 1'),
  ('select of profiles', 'SELECT FROM public.profiles WHERE user_id IN (pg_temp.mentor(), pg_temp.coordinator())'),
  ('select of profiles that fails on a row', 'SELECT FROM public.profiles WHERE user_id = pg_temp.mentor() AND display_name::integer = 1'),
  ('select of memberships', 'SELECT FROM public.chapter_members WHERE user_id IN (pg_temp.mentor(), pg_temp.coordinator())'),
  ('select of submissions', 'SELECT FROM public.bulk_submissions WHERE id = pg_temp.submission()'),
  ('select of outcomes', 'SELECT FROM public.bulk_submission_outcomes WHERE submission_id = pg_temp.submission() OR mentor_id = pg_temp.mentor()'),
  ('select of the audit log', 'SELECT FROM public.proxy_audit_log WHERE acting_coordinator_id = pg_temp.coordinator()'),
  ('select of keys', 'SELECT FROM public.idempotency_keys WHERE user_id = pg_temp.coordinator()'),
  ('insert of a key', 'INSERT INTO public.idempotency_keys (user_id, operation, key, request_hash, response)
    VALUES (pg_temp.coordinator(), ''any'', ''key'', ''hash'', ''[]'')');

-- Everything that the database says: how many rows, or each part of its error. Nothing of it stays.
CREATE FUNCTION pg_temp.whole_answer(actor text, statement text, theirs text, moment text DEFAULT '2026-03-01T09:30:00Z') RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  affected integer;
  detail text;
  hint text;
  relation text;
  constraint_name text;
  column_name text;
BEGIN
  PERFORM set_config('tap.theirs', theirs, true), set_config('tap.moment', moment, true), tap.log_in(actor);
  EXECUTE statement;
  GET DIAGNOSTICS affected = ROW_COUNT;
  RAISE EXCEPTION USING ERRCODE = 'TAP00', MESSAGE = affected;
EXCEPTION
  WHEN SQLSTATE 'TAP00' THEN RETURN SQLERRM;
  WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT, relation = TABLE_NAME,
      constraint_name = CONSTRAINT_NAME, column_name = COLUMN_NAME;
    RETURN concat_ws('|', SQLSTATE, SQLERRM, detail, hint, relation, constraint_name, column_name);
END
$$;

SELECT is(pg_temp.whole_answer(actor, statement, 'yes'), pg_temp.whole_answer(actor, statement, 'no'), format('%s: %s', actor, about))
FROM attempt, unnest(ARRAY['coordinator@oslo.example', 'mentor1@oslo.example', 'stranger@nowhere.example']) AS actor;
SELECT is(pg_temp.whole_answer('coordinator@oslo.example', statement, 'yes'), pg_temp.whole_answer('coordinator@oslo.example', statement, 'yes', '2026-03-01T09:31:00Z'),
  format('coordinator@oslo.example: %s, at a time that is taken or free', about))
FROM attempt WHERE statement LIKE '%moment()%' OR statement LIKE '%activity()%';

-- The statements are such that tell: whoever may see the rows is told, but of what nobody may do at all.
CREATE TEMP TABLE mute AS
SELECT about, pg_temp.whole_answer('coordinator@bergen.example', statement, 'yes') AS answer FROM attempt
WHERE pg_temp.whole_answer('coordinator@bergen.example', statement, 'yes') = pg_temp.whole_answer('coordinator@bergen.example', statement, 'no');
SELECT set_eq(
  'SELECT about, left(answer, 5) FROM mute',
  $$VALUES ('update', '42501'), ('delete', '42501'), ('lock', '42501'), ('insert that would update', '42501'),
    ('select of keys', '42501'), ('insert of a key', '42501'), ('template with a mentor in it', '0')$$,
  'the coordinator of the other chapter is told'
);

SELECT * FROM finish();
ROLLBACK;
