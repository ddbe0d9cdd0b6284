-- recorded_at: which moments are taken, and what of them is kept.
BEGIN;
SELECT plan(54);
SELECT tap.log_in('coordinator@oslo.example');

CREATE FUNCTION pg_temp.verdict_on(moment text) RETURNS text LANGUAGE sql
RETURN tap.verdict(tap.activity('mentor1@oslo.example', jsonb_build_object('recorded_at', moment)));
CREATE FUNCTION pg_temp.spelt(moment timestamptz) RETURNS text LANGUAGE sql
RETURN to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');

SELECT is(pg_temp.verdict_on(good), 'accepted', format('taken: "%s"', good))
FROM unnest(ARRAY[
  '2026-03-01T09:30:00Z', '2026-03-01T09:30:00.1Z', '2026-03-01T09:30:00.123456789Z', '2026-03-01 09:30:00Z', '2026-03-01t09:30:00z',
  '2026-03-01T09:30:00+02:00', '2026-03-01T09:30:00-11:30', '2026-03-01T09:30:00-00:00', '2026-03-01T00:00:00+14:00',
  '2026-01-31T23:59:59Z', '2024-02-29T12:00:00Z', '2000-02-29T12:00:00Z'
]) AS good;

SELECT is(pg_temp.verdict_on(bad), 'PT400 0/recorded_at/INVALID_VALUE', format('refused: "%s"', bad))
FROM unnest(ARRAY[
  '2025-02-29T12:00:00Z', '1900-02-29T12:00:00Z', '2026-02-30T12:00:00Z', '2026-04-31T12:00:00Z', '2026-00-10T12:00:00Z',
  '2026-13-10T12:00:00Z', '2026-01-00T12:00:00Z', '2026-01-32T12:00:00Z',
  '2026-03-01T24:00:00Z', '2026-03-01T12:60:00Z', '2026-03-01T12:00:60Z', '2026-03-01T12:00:00+16:00', '2026-03-01T12:00:00+02:60',
  '2026-03-01T12:00:00', '2026-03-01', '2026-03-01T12:00Z', '2026-03-01T12:00:00.Z', '2026-03-01T12:00:00 Z', '2026-03-01T12:00:00+02',
  ' 2026-03-01T12:00:00Z', E'2026-03-01T12:00:00Z\n', '20260301T120000Z', '0000-01-01T00:00:00Z', '12026-03-01T12:00:00Z',
  'now', 'infinity', '-infinity', 'epoch', ''
]) AS bad;
SELECT is(tap.verdict(tap.activity('mentor1@oslo.example', '{"recorded_at": 1772357400}')), 'PT400 0/recorded_at/INVALID_VALUE',
  'refused: a number');

-- The edges
SELECT is(pg_temp.verdict_on('1900-01-01T00:00:00Z'), 'accepted', 'taken: the first moment of 1900');
SELECT is(pg_temp.verdict_on('1900-01-01T01:00:00+01:00'), 'accepted', 'taken: the first moment of 1900, elsewhere');
SELECT is(pg_temp.verdict_on('1899-12-31T23:59:59.999Z'), 'PT400 0/recorded_at/INVALID_VALUE', 'refused: the last moment of 1899');
SELECT is(pg_temp.verdict_on(pg_temp.spelt(now() + interval '24 hours')), 'accepted', 'taken: a day ahead');
SELECT is(pg_temp.verdict_on(pg_temp.spelt(now() + interval '24 hours 1 millisecond')), 'PT400 0/recorded_at/INVALID_VALUE',
  'refused: a millisecond more than a day ahead');
-- A zone whose clocks go forward twelve hours from now, so that a day of its calendar has 23 hours.
SELECT set_config('TimeZone', format('AAA0BBB,%s/%s,%s/0', day, hour, (day + 30) % 365), true)
FROM (
  SELECT extract(doy FROM moment)::integer - 1 AS day, extract(hour FROM moment)::integer AS hour
  FROM (SELECT now() AT TIME ZONE 'UTC' + interval '12 hours') AS change (moment)
) AS change;
SELECT is(now() + interval '1 day', now() + interval '23 hours', 'the next day has 23 hours here');
SELECT is(pg_temp.verdict_on(pg_temp.spelt(now() + interval '24 hours')), 'accepted', 'taken: a day ahead, whatever the clocks do');

-- What is kept
CREATE FUNCTION pg_temp.kept(moment text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  ids uuid[] := public.insert_bulk_activities(ARRAY[tap.activity('mentor1@oslo.example', jsonb_build_object('recorded_at', moment))]);
BEGIN
  RETURN (SELECT pg_temp.spelt(recorded_at) FROM public.activity_records WHERE id = ids[1]);
END
$$;
SELECT is(pg_temp.kept('2026-03-01T09:30:00.1239Z'), '2026-03-01T09:30:00.123000Z', 'milliseconds are kept; what is beyond them is cut off');
SELECT is(pg_temp.kept('2026-03-01T09:30:59.999999999Z'), '2026-03-01T09:30:59.999000Z', 'nothing is rounded up, however fine it is');
SELECT is(pg_temp.kept('2026-03-01T09:30:00.5+05:45'), '2026-03-01T03:45:00.500000Z', 'offsets are minded');
SELECT set_config('TimeZone', 'America/St_Johns', true), set_config('DateStyle', 'SQL, DMY', true), set_config('IntervalStyle', 'sql_standard', true);
SELECT is(pg_temp.kept('2025-03-04T09:30:00Z'), '2025-03-04T09:30:00.000000Z', 'the session''s own time zone and style don''t matter');
SELECT is(pg_temp.verdict_on('1900-01-01T00:00:00Z'), 'accepted', 'nor do they at the edges');

SELECT * FROM finish();
ROLLBACK;
