/**
 * The roles that the migrations create. Roles belong to the whole server, so an earlier run may have left them there.
 */
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

/** SQL for an administrator that creates a login as the documentation describes it. Its password is its name. */
export function makeLogin(name: string): string {
  return `
    CREATE ROLE ${name} LOGIN NOINHERIT CREATEROLE NOSUPERUSER NOBYPASSRLS PASSWORD '${name}';
    ${grantRoles(name)}`
}

/** SQL for an administrator that makes a login a member of those of the roles that exist already. */
export const grantRoles = (name: string) => forEachRole(`GRANT %I TO ${name}`)

/** SQL for an administrator that takes these memberships from a login. */
export const revokeRoles = (name: string) => forEachRole(`REVOKE %I FROM ${name}`)

function forEachRole(statement: string): string {
  return `
    DO $$
    DECLARE
      present text;
    BEGIN
      FOR present IN SELECT rolname FROM pg_roles WHERE rolname = ANY ('{${ROLES}}') LOOP
        EXECUTE format('${statement}', present);
      END LOOP;
    END
    $$;`
}
