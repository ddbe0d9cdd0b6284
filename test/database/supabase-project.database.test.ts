import { afterAll, beforeAll, expect, it } from 'vitest'
import { migrate } from '../../src/database/migrate.ts'
import { supabaseProject } from './supabase-project.ts'
import { createUnmigratedDatabase, type UnmigratedDatabase } from './unmigrated-database.ts'

// What may be done with everything in Rollcall's schemas, by the roles that serve requests.
const RIGHTS = `
  WITH thing (name, privilege, granted) AS (
    SELECT oid::regclass::text, privilege, ARRAY(
      SELECT role FROM unnest($1::text[]) AS role WHERE has_table_privilege(role, oid, privilege) ORDER BY role)
    FROM pg_class, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) AS privilege
    WHERE relnamespace IN ('public'::regnamespace, 'rollcall'::regnamespace) AND relkind IN ('r', 'p', 'v', 'm')
    UNION ALL
    SELECT format('%s(%s)', attrelid::regclass, attname), privilege, ARRAY(
      SELECT role FROM unnest($1::text[]) AS role WHERE has_column_privilege(role, attrelid, attnum, privilege) ORDER BY role)
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'REFERENCES']) AS privilege
    WHERE relnamespace IN ('public'::regnamespace, 'rollcall'::regnamespace) AND relkind IN ('r', 'p', 'v', 'm') AND attnum > 0
    UNION ALL
    SELECT oid::regclass::text, 'USAGE', ARRAY(
      SELECT role FROM unnest($1::text[]) AS role WHERE has_sequence_privilege(role, oid, 'USAGE, SELECT, UPDATE') ORDER BY role)
    FROM pg_class WHERE relnamespace IN ('public'::regnamespace, 'rollcall'::regnamespace) AND relkind = 'S'
    UNION ALL
    SELECT oid::regprocedure::text, 'EXECUTE', ARRAY(
      SELECT role FROM unnest($1::text[]) AS role WHERE has_function_privilege(role, oid, 'EXECUTE') ORDER BY role)
    FROM pg_proc WHERE pronamespace IN ('public'::regnamespace, 'rollcall'::regnamespace)
  )
  SELECT name, privilege, granted FROM thing WHERE granted <> '{}' ORDER BY name, privilege`
const ROLES = [
  'anon',
  'authenticated',
  'service_role',
  'rollcall_server',
  'rollcall_rights',
  'rollcall_batch',
  'rollcall_audit',
  'rollcall_retention',
]

// Everything about the auth schema but the triggers that foreign keys to it bring along.
const AUTH = `
  SELECT nspowner::regrole::text, nspacl::text,
    (SELECT jsonb_agg(jsonb_build_object('name', relname, 'owner', relowner::regrole, 'rights', relacl::text,
      'security', relrowsecurity, 'forced', relforcerowsecurity) ORDER BY relname) FROM pg_class WHERE relnamespace = pg_namespace.oid) AS relations,
    (SELECT jsonb_agg(to_jsonb(columns) ORDER BY ordinal_position) FROM information_schema.columns WHERE table_schema = nspname) AS columns,
    (SELECT jsonb_agg(to_jsonb(pg_policies)) FROM pg_policies WHERE schemaname = nspname) AS policies,
    (SELECT jsonb_agg(jsonb_build_object('is', pg_get_functiondef(oid), 'owner', proowner::regrole, 'rights', proacl::text) ORDER BY proname)
      FROM pg_proc WHERE pronamespace = pg_namespace.oid) AS functions
  FROM pg_namespace WHERE nspname = 'auth'`

let project: UnmigratedDatabase
let authBefore: unknown
beforeAll(async () => {
  project = await createUnmigratedDatabase()
  await project.administrate(supabaseProject(project.login))
  authBefore = await project.query(AUTH)
})
afterAll(async () => {
  await project[Symbol.asyncDispose]()
})

it('the login of a Supabase project can’t create anything in auth', async () => {
  await expect(project.query('CREATE TABLE auth.anything ()')).rejects.toMatchObject({ code: '42501' })
})

it('all migrations apply to a Supabase project as they are', async () => {
  expect(await migrate(project.session)).not.toEqual([])
  expect(await migrate(project.session)).toEqual([])
})

it('the migrations leave its auth as it was', async () => {
  expect(await project.query(AUTH)).toEqual(authBefore)
})

it('all roles end up with the same rights as elsewhere, however open its defaults are', async () => {
  await using plain = await createUnmigratedDatabase()
  await migrate(plain.session)
  const expected = await plain.query(RIGHTS, [ROLES])
  expect(expected.length).toBeGreaterThan(0)
  expect(await project.query(RIGHTS, [ROLES])).toEqual(expected)
})

it('anon reaches nothing in a Supabase project', async () => {
  expect(await project.query(RIGHTS, [['anon']])).toEqual([])
})

it('a coordinator of its users registers activities there', async () => {
  const [coordinator, mentor, type] = [1, 2, 3].map((n) => `00000000-0000-4000-8000-00000000000${n}`)
  await project.administrate(`
    INSERT INTO auth.users (id, email) VALUES ('${coordinator}', 'c@example.org'), ('${mentor}', 'm@example.org');
    INSERT INTO public.profiles VALUES ('${coordinator}', 'C'), ('${mentor}', 'M');
    INSERT INTO public.chapters (name) VALUES ('Molde');
    INSERT INTO public.chapter_members SELECT id, '${coordinator}', 'coordinator' FROM public.chapters;
    INSERT INTO public.chapter_members SELECT id, '${mentor}', 'peer_mentor' FROM public.chapters;
    INSERT INTO public.activity_types VALUES ('${type}', 'Visit');`)
  await project.session.script(`
    BEGIN;
    SELECT set_config('role', 'authenticated', true), set_config('request.jwt.claims', '{"sub": "${coordinator}"}', true);
    SELECT public.insert_bulk_activities(ARRAY['{"peer_mentor_user_id": "${mentor}", "activity_type_id": "${type}",
      "recorded_at": "2026-03-01T09:30:00Z", "duration_minutes": 30}'::jsonb]);
    COMMIT`)
  expect(
    await project.query('SELECT peer_mentor_user_id, recorded_by_user_id FROM public.activity_records'),
  ).toEqual([{ peer_mentor_user_id: mentor, recorded_by_user_id: coordinator }])
})
