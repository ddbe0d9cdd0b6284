-- The directory of peer mentors by name: the triggers that maintain it, and the functions that list and search it. It is a
-- table of its own because under row level security neither a list by name within a chapter nor a search for parts of names
-- can use an index, and the cost of a page must not grow with the number of mentors in the chapter.

-- rollcall.searchable: a text in the form in which searches compare it: lower case, without diacritics, whatever the
-- database's locale. Spellings of the same name become equal: Bjørn, Bjorn and Bjoern; Åse, Ase and Aase; Kjær, Kjaer and
-- Kjar.
CREATE FUNCTION rollcall.searchable(value text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN replace(replace(replace(
  lower(translate(
    replace(replace(replace(replace(replace(
      regexp_replace(normalize(value, NFKD), '[\u0300-\u036f]', '', 'g'),
      'æ', 'a'), 'Æ', 'a'), 'œ', 'o'), 'Œ', 'o'), 'ß', 'ss'),
    'øØðÐþÞłŁđĐı', 'oOdDtTlLdDi'
  )),
  'aa', 'a'), 'ae', 'a'), 'oe', 'o');
COMMENT ON FUNCTION rollcall.searchable(text) IS
  'A text in the form in which searches compare it: lower case, without diacritics, spellings such as ø, o and oe alike.';

CREATE FUNCTION rollcall.keep_directory() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  IF TG_OP IN ('DELETE', 'UPDATE') THEN
    DELETE FROM rollcall.mentor_directory AS entry USING gone
    WHERE entry.user_id = gone.user_id AND entry.chapter_id = gone.chapter_id AND gone.role = 'peer_mentor';
  END IF;
  IF TG_OP IN ('INSERT', 'UPDATE') THEN
    INSERT INTO rollcall.mentor_directory (chapter_id, display_name, user_id, search_name)
    SELECT come.chapter_id, profile.display_name, come.user_id, rollcall.searchable(profile.display_name)
    FROM come JOIN public.profiles AS profile USING (user_id) WHERE come.role = 'peer_mentor';
  END IF;
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION rollcall.keep_directory() IS 'Updates the directory where memberships change.';
CREATE TRIGGER directory_gains AFTER INSERT ON public.chapter_members
  REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION rollcall.keep_directory();
CREATE TRIGGER directory_changes AFTER UPDATE ON public.chapter_members
  REFERENCING OLD TABLE AS gone NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION rollcall.keep_directory();
CREATE TRIGGER directory_loses AFTER DELETE ON public.chapter_members
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION rollcall.keep_directory();

CREATE FUNCTION rollcall.rename_in_directory() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  -- The name is part of the primary key, so the entry is deleted and inserted again.
  WITH renamed AS (
    DELETE FROM rollcall.mentor_directory AS entry USING changed
    WHERE entry.user_id = changed.user_id AND entry.display_name <> changed.display_name
    RETURNING entry.chapter_id, changed.display_name, entry.user_id
  )
  INSERT INTO rollcall.mentor_directory (chapter_id, display_name, user_id, search_name)
  SELECT renamed.chapter_id, renamed.display_name, renamed.user_id, rollcall.searchable(renamed.display_name) FROM renamed;
  RETURN NULL;
END
$$;
COMMENT ON FUNCTION rollcall.rename_in_directory() IS 'Updates the directory where names change.';
CREATE TRIGGER directory_renames AFTER UPDATE ON public.profiles
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION rollcall.rename_in_directory();

-- rollcall.list_mentors: peer mentors whom the caller may see, by display name and id: those of the chapters that they
-- coordinate, and themselves.
--
--   chapter              only those of this chapter; NULL for any
--   search               only those whose names contain all of its words; NULL for any
--   after_name, after_id name and id of the last mentor of the page before; NULL for the first page
--   at_most              how many at most; NULL for all
CREATE FUNCTION rollcall.list_mentors(chapter uuid, search text, after_name text, after_id uuid, at_most integer)
  RETURNS TABLE (user_id uuid, display_name text)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
  SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off
AS $$
DECLARE
  coordinated uuid[] := rollcall.coordinated_chapters();
  patterns text[] := rollcall.search_patterns(search);
  name text := coalesce(after_name, '');
  id uuid := coalesce(after_id, '00000000-0000-0000-0000-000000000000');
BEGIN
  RETURN QUERY
  SELECT DISTINCT found.user_id, found.display_name
  FROM (
    SELECT entry.user_id, entry.display_name
    FROM unnest(coordinated) AS visible (chapter_id) CROSS JOIN LATERAL (
      SELECT one.user_id, one.display_name FROM rollcall.mentor_directory AS one
      WHERE one.chapter_id = visible.chapter_id AND (one.display_name, one.user_id) > (name, id) AND one.search_name LIKE ALL (patterns)
      ORDER BY one.display_name, one.user_id LIMIT at_most
    ) AS entry
    WHERE chapter IS NULL OR visible.chapter_id = chapter
    UNION ALL
    SELECT own.user_id, own.display_name FROM rollcall.mentor_directory AS own
    WHERE own.user_id = rollcall.caller() AND (chapter IS NULL OR own.chapter_id = chapter)
      AND (own.display_name, own.user_id) > (name, id) AND own.search_name LIKE ALL (patterns)
  ) AS found
  ORDER BY found.display_name, found.user_id LIMIT at_most;
END
$$;
COMMENT ON FUNCTION rollcall.list_mentors(uuid, text, text, uuid, integer) IS
  'A page of the peer mentors whom the caller may see, by display name and id.';

CREATE FUNCTION rollcall.count_mentors(chapter uuid, search text) RETURNS integer
  LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp
RETURN (SELECT count(*) FROM rollcall.list_mentors(chapter, search, NULL, NULL, NULL));
COMMENT ON FUNCTION rollcall.count_mentors(uuid, text) IS 'How many peer mentors rollcall.list_mentors lists in all.';

CREATE FUNCTION rollcall.search_patterns(search text) RETURNS text[]
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ARRAY(
  SELECT '%' || regexp_replace(word, '([\\%_])', '\\\1', 'g') || '%'
  FROM regexp_split_to_table(rollcall.searchable(coalesce(search, '')), '\s+') AS word WHERE word <> ''
);
COMMENT ON FUNCTION rollcall.search_patterns(text) IS 'A LIKE pattern for each word of a search; a name must match all of them.';

REVOKE ALL ON FUNCTION rollcall.searchable(text), rollcall.keep_directory(), rollcall.rename_in_directory(),
  rollcall.list_mentors(uuid, text, text, uuid, integer), rollcall.count_mentors(uuid, text),
  rollcall.search_patterns(text)
  FROM PUBLIC, anon, authenticated, service_role;
GRANT EXECUTE ON FUNCTION rollcall.searchable(text), rollcall.search_patterns(text) TO rollcall_rights;
GRANT EXECUTE ON FUNCTION rollcall.list_mentors(uuid, text, text, uuid, integer), rollcall.count_mentors(uuid, text) TO authenticated;

GRANT CREATE ON SCHEMA rollcall TO rollcall_rights;
ALTER FUNCTION rollcall.keep_directory() OWNER TO rollcall_rights;
ALTER FUNCTION rollcall.rename_in_directory() OWNER TO rollcall_rights;
ALTER FUNCTION rollcall.list_mentors(uuid, text, text, uuid, integer) OWNER TO rollcall_rights;
REVOKE CREATE ON SCHEMA rollcall FROM rollcall_rights;

-- A chapter's time zone must be an IANA name, because clients use it in their own date libraries. PostgreSQL by itself
-- accepts almost any text.
CREATE FUNCTION rollcall.refuse_unknown_time_zone() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.time_zone <> 'UTC' AND (
    NEW.time_zone ~ '^(posix|right)/' OR NEW.time_zone IN ('posixrules', 'Factory', 'localtime')
    OR NOT EXISTS (SELECT FROM pg_timezone_names AS known WHERE known.name = NEW.time_zone)
  ) THEN
    RAISE check_violation USING
      MESSAGE = format('"%s" is not a known time zone.', NEW.time_zone),
      HINT = 'Give an IANA name, such as Europe/Oslo.',
      CONSTRAINT = 'chapters_time_zone_known', TABLE = 'chapters', SCHEMA = 'public';
  END IF;
  RETURN NEW;
END
$$;
COMMENT ON FUNCTION rollcall.refuse_unknown_time_zone() IS 'Refuses a time zone that is not an IANA name.';
CREATE TRIGGER time_zone_known BEFORE INSERT OR UPDATE OF time_zone ON public.chapters
  FOR EACH ROW EXECUTE FUNCTION rollcall.refuse_unknown_time_zone();

-- The foreign keys refuse it too, but with a message that does not say what to do instead.
CREATE FUNCTION rollcall.refuse_deleting_history() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET enable_seqscan = off
AS $$
BEGIN
  IF EXISTS (SELECT FROM public.activity_records AS record WHERE record.chapter_id = OLD.id)
    OR EXISTS (SELECT FROM public.bulk_submissions AS submission WHERE submission.chapter_id = OLD.id) THEN
    RAISE foreign_key_violation USING
      MESSAGE = format('The chapter "%s" has activities on record, and can''t be deleted.', OLD.name),
      HINT = 'Take its members out of it (chapter_members); what was registered stays in the statistics.',
      TABLE = 'chapters', SCHEMA = 'public';
  END IF;
  RETURN OLD;
END
$$;
COMMENT ON FUNCTION rollcall.refuse_deleting_history() IS 'Refuses to delete a chapter that records or submissions belong to.';
CREATE TRIGGER history_kept BEFORE DELETE ON public.chapters
  FOR EACH ROW EXECUTE FUNCTION rollcall.refuse_deleting_history();
REVOKE ALL ON FUNCTION rollcall.refuse_unknown_time_zone(), rollcall.refuse_deleting_history() FROM PUBLIC, anon, authenticated, service_role;
GRANT CREATE ON SCHEMA rollcall TO rollcall_rights;
ALTER FUNCTION rollcall.refuse_deleting_history() OWNER TO rollcall_rights;
REVOKE CREATE ON SCHEMA rollcall FROM rollcall_rights;
