import { PGlite } from '@electric-sql/pglite'
import { EMBEDDED_LOGIN } from '../src/database/embedded.ts'
import { migrate } from '../src/database/migrate.ts'

const HEADER = `-- The database as all migrations together leave it: what stands where, who owns it, and who may do what with it.
-- For reading, not for running. "npm run generate" writes it; the migrations are where changes are made.
-- The role "rollcall" stands for the login, whatever that is called elsewhere.`

// Each query below returns one column, whose rows are blocks of text.

// The schemas that are described.
const DESCRIBED_SCHEMAS = `('public'::regnamespace, 'rollcall'::regnamespace, 'auth'::regnamespace)`

/** SQL for the GRANTs of an access list to others than the owner, one line for each set of rights. */
const grants = (list: string, owner: string) => `(
  SELECT string_agg(format('GRANT %s TO %s', rights, grantees), E'\\n' ORDER BY grantees)
  FROM (
    SELECT rights, string_agg(grantee, ', ' ORDER BY grantee) AS grantees
    FROM (
      SELECT string_agg(privilege_type, ', ' ORDER BY privilege_type) AS rights,
        CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END AS grantee
      FROM aclexplode(${list}) WHERE grantee <> ${owner} GROUP BY grantee
    ) AS given GROUP BY rights
  ) AS given)`

const ROLES = `
  SELECT concat('ROLE ', rolname,
    CASE WHEN rolcanlogin THEN ' LOGIN' ELSE ' NOLOGIN' END, CASE WHEN rolsuper THEN ' SUPERUSER' END,
    CASE WHEN rolbypassrls THEN ' BYPASSRLS' END, CASE WHEN rolcreaterole THEN ' CREATEROLE' END,
    ', MEMBER OF ' || (SELECT string_agg(DISTINCT roleid::regrole::text, ', ') FROM pg_auth_members WHERE member = pg_roles.oid))
  FROM pg_roles WHERE rolname <> 'postgres' AND rolname !~ '^pg_' ORDER BY rolname`

const SCHEMAS = `
  SELECT concat_ws(E'\\n', 'SCHEMA ' || nspname, ${grants('nspacl', 'nspowner')})
  FROM pg_namespace WHERE oid IN ${DESCRIBED_SCHEMAS} ORDER BY nspname`

const TYPES = `
  SELECT format(E'TYPE %s AS ENUM (\\n%s\\n)', oid::regtype,
    (SELECT string_agg(format('  %L', enumlabel), E'\\n' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = pg_type.oid))
  FROM pg_type WHERE typtype = 'e' AND typnamespace IN ${DESCRIBED_SCHEMAS} ORDER BY typname`

const TABLES = `
  SELECT concat_ws(E'\\n',
    format('TABLE %s (', pg_class.oid::regclass),
    (SELECT string_agg(concat('  ', attname, ' ', format_type(atttypid, atttypmod), CASE WHEN attnotnull THEN ' NOT NULL' END,
        ' DEFAULT ' || pg_get_expr(adbin, adrelid)), E'\\n' ORDER BY attnum)
      FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
      WHERE attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped),
    (SELECT string_agg(format('  %s: %s', conname, pg_get_constraintdef(oid)), E'\\n' ORDER BY contype DESC, conname)
      FROM pg_constraint WHERE conrelid = pg_class.oid AND contype <> 'n'), -- 'n' is NOT NULL, which the columns have
    format(') ROW LEVEL SECURITY %s, %s',
      CASE WHEN relrowsecurity THEN 'ENABLED' ELSE 'DISABLED' END, CASE WHEN relforcerowsecurity THEN 'FORCED' ELSE 'NOT FORCED' END),
    (SELECT string_agg(pg_get_indexdef(indexrelid), E'\\n' ORDER BY indexrelid::regclass::text)
      FROM pg_index WHERE indrelid = pg_class.oid AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u'))),
    (SELECT string_agg(concat(format('POLICY %I FOR %s TO %s', policyname, cmd, array_to_string(roles, ', ')),
        E'\\n  USING ' || qual, E'\\n  WITH CHECK ' || with_check), E'\\n' ORDER BY policyname)
      FROM pg_policies WHERE schemaname = nspname AND tablename = relname),
    (SELECT string_agg(pg_get_triggerdef(oid), E'\\n' ORDER BY tgname) FROM pg_trigger WHERE tgrelid = pg_class.oid AND NOT tgisinternal),
    ${grants('relacl', 'relowner')},
    (SELECT string_agg(format('GRANT %s (%s) TO %s', privilege_type, columns, grantee), E'\\n' ORDER BY privilege_type, grantee)
      FROM (
        SELECT privilege_type, grantee::regrole::text, string_agg(attname, ', ' ORDER BY attnum) AS columns
        FROM pg_attribute, aclexplode(attacl) WHERE attrelid = pg_class.oid GROUP BY 1, 2
      ) AS given))
  FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
  WHERE relkind IN ('r', 'p', 'v', 'm') AND relnamespace IN ${DESCRIBED_SCHEMAS} ORDER BY nspname, relname`

const FUNCTIONS = `
  SELECT concat_ws(E'\\n',
    regexp_replace(trim(E'\\n ' FROM pg_get_functiondef(oid)), '^CREATE OR REPLACE ', ''),
    'OWNER ' || proowner::regrole,
    ${grants(`coalesce(proacl, acldefault('f', proowner))`, 'proowner')})
  FROM pg_proc WHERE pronamespace IN ${DESCRIBED_SCHEMAS} ORDER BY oid::regprocedure::text`

/**
 * Describes the database that all migrations together make: tables, policies, functions, owners and grants, as text.
 */
export async function describeDatabase(): Promise<string> {
  const pglite = await PGlite.create()
  try {
    await pglite.exec(`${EMBEDDED_LOGIN} SET SESSION AUTHORIZATION rollcall`)
    await migrate({
      query: async (sql, values) => (await pglite.query<Record<string, unknown>>(sql, values)).rows,
      script: async (sql) => {
        await pglite.exec(sql)
      },
    })
    await pglite.exec(`SET search_path = ''`) // so that every name is shown with its schema
    const blocks = []
    for (const query of [ROLES, SCHEMAS, TYPES, TABLES, FUNCTIONS]) {
      const { rows } = await pglite.query<string[]>(query, [], { rowMode: 'array' })
      blocks.push(...rows.map(([block]) => block))
    }
    return `${[HEADER, ...blocks].join('\n\n')}\n`
  } finally {
    await pglite.close()
  }
}
