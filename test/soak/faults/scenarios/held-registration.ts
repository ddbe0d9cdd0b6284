import type { TestDatabase } from '../../../support/test-database.ts'

/** Registrations of submissions that wait in the database; `await using` lets them go on, and no others wait after it. */
export interface HeldRegistration extends AsyncDisposable {
  /** Lets them go on. */
  release: () => Promise<void>
}

// Any number will do that nobody else takes a lock on.
const GATE = 4_711

/**
 * Holds a submission in mid-run, whichever servers run it and however late a test comes: the first registrations go through,
 * so many of them, and all others wait in their transactions until they are released. On PostgreSQL alone, for the embedded
 * database has one session, which would wait for itself.
 */
export async function holdRegistration(database: TestDatabase, after: number): Promise<HeldRegistration> {
  const administrator = await database.openAdministratorSession()
  await administrator.run(`
    SELECT pg_advisory_lock(${GATE});
    CREATE SEQUENCE public.begun_registrations;
    CREATE FUNCTION public.wait_at_gate() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
    BEGIN
      IF nextval('public.begun_registrations') > ${after} THEN
        PERFORM pg_advisory_xact_lock_shared(${GATE});
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER wait_at_gate BEFORE INSERT ON public.activity_records
      FOR EACH ROW WHEN (NEW.bulk_submission_id IS NOT NULL) EXECUTE FUNCTION public.wait_at_gate()`)
  let released: Promise<void> | undefined
  const release = () => {
    released ??= administrator.close() // its lock ends with it
    return released
  }
  return {
    release,
    async [Symbol.asyncDispose]() {
      await release()
      const cleaner = await database.openAdministratorSession()
      await cleaner.run(`
        DROP TRIGGER wait_at_gate ON public.activity_records;
        DROP FUNCTION public.wait_at_gate;
        DROP SEQUENCE public.begun_registrations`)
      await cleaner.close()
    },
  }
}
