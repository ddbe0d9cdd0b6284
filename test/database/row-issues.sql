-- insert_bulk_activities: every issue of every row, by index, field and code, under the SQLSTATE that PostgREST maps.
BEGIN;
SELECT plan(53);

SELECT tap.log_in('coordinator@oslo.example');
SELECT public.insert_bulk_activities(ARRAY[tap.activity('mentor1@oslo.example')]);
RESET ROLE;
-- mentor24@oslo.example stays a member of the chapter, but no longer as a peer mentor.
UPDATE public.chapter_members SET role = 'coordinator' WHERE user_id = tap.user_id('mentor24@oslo.example');
SELECT tap.log_in('coordinator@oslo.example');

CREATE FUNCTION pg_temp.without(field text) RETURNS text LANGUAGE sql
RETURN tap.verdict(tap.activity('mentor2@oslo.example') - field);
CREATE FUNCTION pg_temp.changed(changes jsonb) RETURNS text LANGUAGE sql
RETURN tap.verdict(tap.activity('mentor2@oslo.example', changes));

SELECT is(pg_temp.changed('{}'), 'accepted', 'the row that the following ones vary is good');

-- REQUIRED
SELECT is(pg_temp.without(field), format('PT400 0/%s/REQUIRED', field), field || ' left out')
FROM unnest(ARRAY['peer_mentor_user_id', 'activity_type_id', 'recorded_at', 'duration_minutes']) AS field;
SELECT is(pg_temp.changed(jsonb_build_object(field, NULL)), format('PT400 0/%s/REQUIRED', field), field || ' null')
FROM unnest(ARRAY['peer_mentor_user_id', 'activity_type_id', 'recorded_at', 'duration_minutes']) AS field;
SELECT is(pg_temp.changed('{"recorded_by_user_id": null}'), 'accepted', 'recorded_by_user_id may be null');

-- INVALID_VALUE
SELECT is(pg_temp.changed(jsonb_build_object(field, bad::jsonb)), format('PT400 0/%s/INVALID_VALUE', field), format('%s: %s', field, bad))
FROM unnest(ARRAY['peer_mentor_user_id', 'activity_type_id', 'recorded_by_user_id']) AS field,
  unnest(ARRAY['"mentor1"', '""', '7', '{}', '"{7c9e6679-7425-40de-944b-e07fc1f90ae7}"']) AS bad;
SELECT is(pg_temp.changed(jsonb_build_object('duration_minutes', bad::jsonb)), 'PT400 0/duration_minutes/INVALID_VALUE', 'duration_minutes: ' || bad)
FROM unnest(ARRAY['0', '1441', '-1', '30.5', '"30"', '1e300', 'true', '[30]', '{}']) AS bad;
SELECT is(pg_temp.changed('{"duration_minutes": 3e1}'), 'accepted', 'thirty is thirty, however the number is spelt');
SELECT is(pg_temp.changed('{"duration_minute": 30, "note": "x"}'), 'PT400 0/duration_minute/INVALID_VALUE 0/note/INVALID_VALUE', 'unknown keys');
SELECT is(pg_temp.changed(jsonb_build_object(repeat('k', 10000), 1)), format('PT400 0/%s/INVALID_VALUE', repeat('k', 63)),
  'an endless unknown key is not repeated at length');
SELECT is(
  tap.verdict('null', NULL, '[]', '"text"', '7', 'true', jsonb_build_array(tap.activity('mentor2@oslo.example'))),
  'PT400 0/-/INVALID_VALUE 1/-/INVALID_VALUE 2/-/INVALID_VALUE 3/-/INVALID_VALUE 4/-/INVALID_VALUE 5/-/INVALID_VALUE 6/-/INVALID_VALUE',
  'elements that are no objects, nested ones among them'
);
SELECT is(tap.verdict(VARIADIC '[5:6]={7,8}'::jsonb[]), 'PT400 0/-/INVALID_VALUE 1/-/INVALID_VALUE',
  'indexes count from 0, wherever the array''s bounds begin');

-- References and rights
SELECT is(tap.verdict(tap.activity('nobody@oslo.example', '{"peer_mentor_user_id": "7c9e6679-7425-40de-944b-e07fc1f90ae7"}')),
  'PT400 0/peer_mentor_user_id/PEER_MENTOR_NOT_FOUND', 'an unknown mentor');
SELECT is(tap.verdict(tap.activity('mentor24@oslo.example')), 'PT403 0/peer_mentor_user_id/MENTOR_NOT_IN_YOUR_CHAPTERS',
  'somebody of an own chapter who is no peer mentor');
SELECT is(pg_temp.changed('{"activity_type_id": "7c9e6679-7425-40de-944b-e07fc1f90ae7"}'),
  'PT400 0/activity_type_id/ACTIVITY_TYPE_NOT_FOUND', 'an unknown activity type');
SELECT is(pg_temp.changed(jsonb_build_object('recorded_by_user_id', tap.user_id('mentor2@oslo.example'))),
  'PT403 0/recorded_by_user_id/RECORDED_BY_NOT_ALLOWED', 'recorded by somebody else');
SELECT is(pg_temp.changed(jsonb_build_object('recorded_by_user_id', tap.user_id('coordinator@oslo.example'))),
  'accepted', 'recorded by the caller');

-- No answer tells whether a mentor exists whom the caller may not see.
CREATE FUNCTION pg_temp.full_answer(mentor uuid) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  detail text;
  hint text;
BEGIN
  PERFORM public.insert_bulk_activities(ARRAY[tap.activity('', jsonb_build_object('peer_mentor_user_id', mentor))]);
  RETURN NULL;
EXCEPTION WHEN OTHERS THEN
  GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
  RETURN concat_ws('|', SQLSTATE, SQLERRM, detail, hint);
END
$$;
SELECT is(pg_temp.full_answer(tap.user_id('mentor1@bergen.example')), pg_temp.full_answer('7c9e6679-7425-40de-944b-e07fc1f90ae7'),
  'another chapter''s mentor and one who does not exist get the same answer, to the letter');

-- Duplicates
SELECT is(tap.verdict(tap.activity('mentor1@oslo.example')), 'PT409 0/-/DUPLICATE_ACTIVITY', 'one that exists');
SELECT is(
  tap.verdict(tap.activity('mentor2@oslo.example'), tap.activity('mentor3@oslo.example'),
    tap.activity('mentor2@oslo.example', '{"duration_minutes": 45}'), tap.activity('mentor2@oslo.example')),
  'PT409 2/-/DUPLICATE_IN_BATCH 3/-/DUPLICATE_IN_BATCH', 'the same one twice more in a batch: the later rows are named'
);
SELECT is(
  tap.verdict(tap.activity('mentor1@oslo.example', '{"recorded_at": "2026-03-01T10:30:00.0004+01:00"}')),
  'PT409 0/-/DUPLICATE_ACTIVITY', 'the same moment, however it is spelt'
);
SELECT is(
  tap.verdict(tap.activity('mentor1@oslo.example'), tap.activity('mentor1@oslo.example')),
  'PT409 0/-/DUPLICATE_ACTIVITY 1/-/DUPLICATE_IN_BATCH 1/-/DUPLICATE_ACTIVITY', 'one that exists, twice'
);

-- Everything at once, and which status wins.
SELECT is(
  tap.verdict(
    tap.activity('mentor1@oslo.example'),
    '{}',
    tap.activity('mentor2@oslo.example'),
    tap.activity('mentor1@bergen.example', '{"recorded_at": "yesterday", "duration_minutes": 0, "x": 1, "recorded_by_user_id": 7}'),
    'null',
    tap.activity('mentor2@oslo.example')
  ),
  'PT400 0/-/DUPLICATE_ACTIVITY'
  || ' 1/peer_mentor_user_id/REQUIRED 1/activity_type_id/REQUIRED 1/recorded_at/REQUIRED 1/duration_minutes/REQUIRED'
  || ' 3/peer_mentor_user_id/PEER_MENTOR_NOT_FOUND 3/recorded_at/INVALID_VALUE 3/duration_minutes/INVALID_VALUE'
  || ' 3/recorded_by_user_id/INVALID_VALUE 3/x/INVALID_VALUE'
  || ' 4/-/INVALID_VALUE'
  || ' 5/-/DUPLICATE_IN_BATCH',
  'all issues of all rows at once, in the order of the rows and of their fields'
);
SELECT is(
  tap.verdict(tap.activity('mentor1@oslo.example'), tap.activity('mentor24@oslo.example')),
  'PT403 0/-/DUPLICATE_ACTIVITY 1/peer_mentor_user_id/MENTOR_NOT_IN_YOUR_CHAPTERS', 'a matter of rights outranks a duplicate'
);
SELECT is(
  tap.verdict(tap.activity('mentor24@oslo.example'), tap.activity('mentor2@oslo.example', '{"duration_minutes": 0}')),
  'PT400 0/peer_mentor_user_id/MENTOR_NOT_IN_YOUR_CHAPTERS 1/duration_minutes/INVALID_VALUE', 'a mistake outranks a matter of rights'
);

SELECT is((SELECT count(*) FROM public.activity_records), 1::bigint, 'none of them left a row');
SELECT * FROM finish();
ROLLBACK;
