import type { TestDatabase } from './test-database.ts'

/**
 * Makes each activity that a submission registers take ten milliseconds, or as many as given, as on a slow database, so that
 * a test can act while a submission runs, on a fast machine too. May be called again with another time. Rollcall must not
 * have the embedded database open.
 */
export async function slowRegistration(database: TestDatabase, milliseconds = 10): Promise<void> {
  const administrator = await database.openAdministratorSession()
  await administrator.run(`
    CREATE OR REPLACE FUNCTION public.take_time() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM pg_sleep(${milliseconds / 1000});
      RETURN NEW;
    END $$;
    CREATE OR REPLACE TRIGGER take_time BEFORE INSERT ON public.activity_records
      FOR EACH ROW WHEN (NEW.bulk_submission_id IS NOT NULL) EXECUTE FUNCTION public.take_time()`)
  await administrator.close()
}
