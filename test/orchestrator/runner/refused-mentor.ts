import type { AppBesideAdministrator } from '../../support/app-beside-administrator.ts'

/** From now on the database refuses activities of a mentor with an error that Rollcall does not expect there. */
export async function refuse(
  { administer }: AppBesideAdministrator,
  mentorId: string | undefined,
  sqlState: string,
): Promise<void> {
  await administer(
    `CREATE FUNCTION public.trouble() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN RAISE EXCEPTION 'secret of the database' USING ERRCODE = '${sqlState}'; END $$;
     CREATE TRIGGER trouble BEFORE INSERT ON public.activity_records
       FOR EACH ROW WHEN (NEW.peer_mentor_user_id = '${mentorId}') EXECUTE FUNCTION public.trouble()`,
  )
}

/** Ends what `refuse` began. */
export async function refuseNobody({ administer }: AppBesideAdministrator): Promise<void> {
  await administer(
    'DROP TRIGGER IF EXISTS trouble ON public.activity_records; DROP FUNCTION IF EXISTS public.trouble',
  )
}
