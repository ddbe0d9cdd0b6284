-- Looks at submissions for those who watch them, each as themselves: the policies alone decide what anybody sees. One
-- call for many watchers, because a server asks again every few seconds for all that are watched there.
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
  'How far submissions are, as the viewer in the same place sees them; no row where they see none.';
-- Runs with its caller's rights, who must be allowed to act as anybody: the server.
REVOKE EXECUTE ON FUNCTION rollcall.look_at_submissions(uuid[], uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION rollcall.look_at_submissions(uuid[], uuid[]) TO rollcall_server;
