-- proxy_audit_log: what was written stays as it was written, whoever asks.
BEGIN;
SELECT plan(17);

SELECT tap.present_token('rollcall_server', NULL);
SELECT lives_ok(
  format('INSERT INTO public.proxy_audit_log (kind, acting_coordinator_id, total, succeeded, failed) VALUES (''atomic_batch'', %L, 3, 2, 1)',
    tap.user_id('coordinator@oslo.example')),
  'the server appends'
);

CREATE FUNCTION pg_temp.answer_as_owner(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  answer text;
BEGIN
  PERFORM tap.log_in_as_owner();
  answer := tap.answer_to(statement);
  PERFORM set_config('role', 'none', true);
  RETURN answer;
END
$$;
CREATE TEMP TABLE attempt (statement text);
INSERT INTO attempt VALUES
  ('UPDATE public.proxy_audit_log SET succeeded = 3, failed = 0'),
  ('UPDATE public.proxy_audit_log SET id = id'),
  ('DELETE FROM public.proxy_audit_log'),
  ('TRUNCATE public.proxy_audit_log'),
  ('MERGE INTO public.proxy_audit_log USING (VALUES (1)) AS given ON true WHEN MATCHED THEN DELETE');
GRANT SELECT ON attempt TO PUBLIC;

SELECT is(tap.answer_to(statement), '42501', 'refused to the server: ' || statement) FROM attempt;
RESET ROLE;
SELECT is(tap.answer_to(statement), '42501', 'refused to a superuser: ' || statement) FROM attempt;
SELECT is(pg_temp.answer_as_owner(statement), '42501', 'refused to its owner: ' || statement) FROM attempt;

SELECT results_eq(
  'SELECT total, succeeded, failed FROM public.proxy_audit_log', 'VALUES (3, 2, 1)', 'the entry is as it was'
);

SELECT * FROM finish();
ROLLBACK;
