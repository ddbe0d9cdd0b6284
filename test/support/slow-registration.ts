import type { TestDatabase } from './test-database.ts'

const SECONDS = 0.01

/**
 * Makes each activity that a submission registers take ten milliseconds, as on a slow database: what a test does in the
 * midst of a run comes in its midst then, however fast machine and server are. Nobody else may have the database open.
 */
export async function slowRegistration(database: TestDatabase): Promise<void> {
  const administrator = await database.openAdministratorSession()
  await administrator.run(`
    CREATE FUNCTION public.take_time() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM pg_sleep(${SECONDS});
      RETURN NEW;
    END $$;
    CREATE TRIGGER take_time BEFORE INSERT ON public.activity_records
      FOR EACH ROW WHEN (NEW.bulk_submission_id IS NOT NULL) EXECUTE FUNCTION public.take_time()`)
  await administrator.close()
}
