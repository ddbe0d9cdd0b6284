import { grantRoles } from '../support/login-role.ts'

/**
 * SQL for an administrator: gives a database what Rollcall meets on a Supabase project. The auth schema is somebody
 * else's, roles and `auth.uid()` are there, and whatever the login creates in public is open to everybody.
 */
export const supabaseProject = (login: string) => `
  CREATE ROLE ${login}_auth_admin NOLOGIN;
  DO $$
  BEGIN
    -- Roles are the whole server's: there they may be older than this database.
    CREATE ROLE anon NOLOGIN NOINHERIT;
    CREATE ROLE authenticated NOLOGIN NOINHERIT;
    CREATE ROLE service_role NOLOGIN NOINHERIT BYPASSRLS;
  EXCEPTION WHEN duplicate_object THEN
    NULL;
  END
  $$;
  ${grantRoles(login)}
  ALTER ROLE ${login} CREATEDB BYPASSRLS;

  CREATE SCHEMA auth AUTHORIZATION ${login}_auth_admin;
  CREATE TABLE auth.users (
    instance_id uuid,
    id uuid NOT NULL PRIMARY KEY,
    email varchar(255),
    encrypted_password varchar(255),
    raw_user_meta_data jsonb,
    created_at timestamptz,
    is_anonymous boolean NOT NULL DEFAULT false
  );
  CREATE UNIQUE INDEX users_email_partial_key ON auth.users (email) WHERE NOT is_anonymous;
  ALTER TABLE auth.users OWNER TO ${login}_auth_admin;
  ALTER TABLE auth.users ENABLE ROW LEVEL SECURITY;
  CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE AS $$
    SELECT coalesce(
      nullif(current_setting('request.jwt.claim.sub', true), ''),
      nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'
    )::uuid
  $$;
  ALTER FUNCTION auth.uid() OWNER TO ${login}_auth_admin;
  GRANT USAGE ON SCHEMA auth TO ${login}, anon, authenticated, service_role;
  GRANT ALL ON auth.users TO ${login};

  GRANT USAGE ON SCHEMA public TO anon, authenticated, service_role;
  ALTER DEFAULT PRIVILEGES FOR ROLE ${login} IN SCHEMA public GRANT ALL ON TABLES TO anon, authenticated, service_role;
  ALTER DEFAULT PRIVILEGES FOR ROLE ${login} IN SCHEMA public GRANT ALL ON FUNCTIONS TO anon, authenticated, service_role;
  ALTER DEFAULT PRIVILEGES FOR ROLE ${login} IN SCHEMA public GRANT ALL ON SEQUENCES TO anon, authenticated, service_role;
`
