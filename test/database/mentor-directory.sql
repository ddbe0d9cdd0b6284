-- Peer mentors by name: lists and searches, who sees whom, and that the directory follows memberships and names.
BEGIN;
SELECT plan(38);
INSERT INTO auth.users (id, email) SELECT gen_random_uuid(), 'd' || n || '@oslo.example' FROM generate_series(1, 5) AS n;
INSERT INTO public.profiles (user_id, display_name) VALUES (tap.user_id('d1@oslo.example'), 'Bjørn Ærlig Andersen'), (tap.user_id('d2@oslo.example'), 'Åse Ødegård'),
  (tap.user_id('d3@oslo.example'), 'JOSÉ Peña-Müller'), (tap.user_id('d4@oslo.example'), '100% _real_'), (tap.user_id('d5@oslo.example'), 'Zoë Łukasz');
DELETE FROM public.chapter_members WHERE chapter_id = tap.chapter_id('Oslo') AND role = 'peer_mentor';
INSERT INTO public.chapter_members (chapter_id, user_id, role) SELECT tap.chapter_id('Oslo'), tap.user_id('d' || n || '@oslo.example'), 'peer_mentor' FROM generate_series(1, 5) AS n;

CREATE FUNCTION pg_temp.found(search text, chapter text DEFAULT NULL) RETURNS text LANGUAGE sql
RETURN (SELECT coalesce(string_agg(display_name, ', '), '') FROM rollcall.list_mentors(tap.chapter_id(chapter), search, NULL, NULL, 100));
SELECT tap.log_in('coordinator@oslo.example');
SELECT is(pg_temp.found(search), expected, format('"%s"', search))
FROM (VALUES
  ('andersen bj', 'Bjørn Ærlig Andersen'), ('bjorn', 'Bjørn Ærlig Andersen'), ('bjoern', 'Bjørn Ærlig Andersen'), ('BJØRN', 'Bjørn Ærlig Andersen'),
  ('bj', 'Bjørn Ærlig Andersen'), ('ærlig', 'Bjørn Ærlig Andersen'), ('aerlig', 'Bjørn Ærlig Andersen'), ('arlig', 'Bjørn Ærlig Andersen'),
  ('ase', 'Åse Ødegård'), ('aase', 'Åse Ødegård'), ('ÅSE', 'Åse Ødegård'), ('odegard', 'Åse Ødegård'), ('oedegaard', 'Åse Ødegård'), ('gård åse', 'Åse Ødegård'),
  ('jose', 'JOSÉ Peña-Müller'), ('pena', 'JOSÉ Peña-Müller'), ('muller josé', 'JOSÉ Peña-Müller'), ('zoe lukasz', 'Zoë Łukasz'),
  ('100%', '100% _real_'), ('_real_', '100% _real_'), ('_', '100% _real_'), ('%', '100% _real_'), ('\', ''), ('andersen åse', ''), ('nobody', ''), ('hansen', '')
) AS given (search, expected);
SELECT is((SELECT count(*) FROM rollcall.list_mentors(NULL, NULL, NULL, NULL, 100)), 5::bigint, 'no search: everybody');
SELECT is((SELECT count(*) FROM rollcall.list_mentors(NULL, '  ', NULL, NULL, 100)), 5::bigint, 'an empty search too');
SELECT is(rollcall.count_mentors(NULL, NULL) || ' ' || rollcall.count_mentors(NULL, 'o') || ' ' || rollcall.count_mentors(tap.chapter_id('Bergen'), NULL), '5 4 0', 'counts agree');

-- Pages
SELECT results_eq(
  'WITH RECURSIVE page AS (
     (SELECT 1 AS number, * FROM rollcall.list_mentors(NULL, NULL, NULL, NULL, 1))
     UNION ALL SELECT number + 1, next.* FROM page, rollcall.list_mentors(NULL, NULL, page.display_name, page.user_id, 1) AS next
   ) SELECT user_id FROM page ORDER BY number',
  'SELECT user_id FROM rollcall.list_mentors(NULL, NULL, NULL, NULL, 100)', 'pages of one, put together, are the list'
);

-- Who sees whom
SELECT tap.log_in('d1@oslo.example');
SELECT is(pg_temp.found(NULL), 'Bjørn Ærlig Andersen', 'a mentor sees themselves');
SELECT tap.log_in('coordinator@bergen.example');
SELECT is(pg_temp.found('ødegård', 'Oslo'), '', 'another chapter''s coordinator sees nobody of it, named or not');
SELECT is((SELECT count(*) FROM rollcall.list_mentors(NULL, NULL, NULL, NULL, 1000)), 60::bigint, 'but their own');
SELECT tap.present_token('authenticated', '{"sub": "nobody"}');
SELECT is(pg_temp.found(NULL), '', 'nobody sees nobody');
SELECT is(tap.answer_to('SELECT FROM rollcall.mentor_directory'), '42501', 'the directory itself is out of reach');

-- It follows
SELECT tap.log_out();
UPDATE public.profiles SET display_name = 'Bjørn Berg' WHERE user_id = tap.user_id('d1@oslo.example');
UPDATE public.chapter_members SET role = 'coordinator' WHERE user_id = tap.user_id('d2@oslo.example');
DELETE FROM public.chapter_members WHERE user_id = tap.user_id('d3@oslo.example');
DELETE FROM auth.users WHERE email = 'd4@oslo.example';
INSERT INTO public.chapter_members (chapter_id, user_id, role) VALUES (tap.chapter_id('Bergen'), tap.user_id('d5@oslo.example'), 'peer_mentor'),
  (tap.chapter_id('Bergen'), tap.user_id('coordinator@oslo.example'), 'coordinator');
SELECT set_eq(
  'SELECT chapter_id, user_id, display_name, search_name FROM rollcall.mentor_directory',
  $$SELECT chapter_id, user_id, display_name, rollcall.searchable(display_name) FROM public.chapter_members JOIN public.profiles USING (user_id) WHERE role = 'peer_mentor'$$,
  'renamed, promoted, left, deleted, joined: the directory says what the tables say'
);
SELECT tap.log_in('coordinator@oslo.example');
SELECT is(pg_temp.found('z'), 'Zoë Łukasz', 'a mentor of two chapters is listed once');
SELECT is(rollcall.count_mentors(NULL, 'zoë'), 1, 'and counted once');

SELECT * FROM finish();
ROLLBACK;
