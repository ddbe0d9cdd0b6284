-- Reads how far submissions are, each with the rights of the user who watches it, so that the policies decide what they see.
-- One call is for many watchers, because a server checks all submissions that are watched there every few seconds.
CREATE FUNCTION rollcall.look_at_submissions(viewers uuid[], submissions uuid[])
  RETURNS TABLE (place integer, settled integer, finished boolean)
  LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  PERFORM set_config('role', 'authenticated', true);
  FOR n IN 1 .. coalesce(cardinality(viewers), 0) LOOP
    PERFORM set_config('request.jwt.claims', json_build_object('sub', viewers[n], 'role', 'authenticated')::text, true);
    SELECT succeeded + failed, finished_at IS NOT NULL INTO settled, finished
    FROM public.bulk_submissions WHERE id = submissions[n];
    IF FOUND THEN
      place := n;
      RETURN NEXT;
    END IF;
  END LOOP;
  PERFORM set_config('request.jwt.claims', '', true);
  PERFORM set_config('role', 'rollcall_server', true);
END
$$;
COMMENT ON FUNCTION rollcall.look_at_submissions(uuid[], uuid[]) IS
  'How many mentors of each submission are settled, and whether it has finished, as far as the viewer at the same place in the list may see it; no row where they may not.';
-- It acts as any user that its caller names, so only the server may call it.
REVOKE EXECUTE ON FUNCTION rollcall.look_at_submissions(uuid[], uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION rollcall.look_at_submissions(uuid[], uuid[]) TO rollcall_server;
