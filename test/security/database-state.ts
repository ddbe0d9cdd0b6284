import type { AppBesideAdministrator } from '../support/app-beside-administrator.ts'

// Everything that an injection could change: rows, and whatever is made of names.
const STATE = `
  SELECT json_build_object(
    'rows', (SELECT json_object_agg(oid::regclass, query_to_xml(format('SELECT count(*) AS n FROM %s', oid::regclass), false, true, '')::text)
      FROM pg_class WHERE relkind = 'r' AND relnamespace IN ('public'::regnamespace, 'auth'::regnamespace)),
    'relations', (SELECT json_agg(format('%s %s %s', oid::regclass, relkind, relacl) ORDER BY oid)
      FROM pg_class WHERE relnamespace IN (SELECT oid FROM pg_namespace WHERE nspname IN ('public', 'auth', 'rollcall'))),
    'functions', (SELECT json_agg(format('%s %s %s', oid::regprocedure, md5(prosrc), proacl) ORDER BY oid)
      FROM pg_proc WHERE pronamespace IN (SELECT oid FROM pg_namespace WHERE nspname IN ('public', 'auth', 'rollcall'))),
    'schemas', (SELECT json_agg(nspname ORDER BY nspname) FROM pg_namespace WHERE nspname !~ '^pg_(temp|toast_temp)'),
    'policies', (SELECT json_agg(pg_policies ORDER BY tablename, policyname) FROM pg_policies)
  )::text AS state`

/** What there is in the database: tables with how many rows they have, functions, schemas, policies, rights. */
export async function databaseState({ administer }: AppBesideAdministrator): Promise<unknown> {
  const [row] = await administer(STATE)
  return JSON.parse(String(row?.state))
}
