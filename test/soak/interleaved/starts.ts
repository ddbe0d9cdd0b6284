import type { AppBesideAdministrator } from '../../support/app-beside-administrator.ts'

const starts = (body: string) =>
  `CREATE OR REPLACE FUNCTION public.starts() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${body} END $$`

/** From now on the app can't start submissions: what becomes of them is up to others. */
export async function refuseStarts({ administer }: AppBesideAdministrator): Promise<void> {
  await administer(
    `${starts(`RAISE 'not now';`)};
     CREATE OR REPLACE TRIGGER starts BEFORE UPDATE OF started_at ON public.bulk_submissions
       FOR EACH STATEMENT EXECUTE FUNCTION public.starts()`,
  )
}

/** The app may start submissions again. */
export async function allowStarts({ administer }: AppBesideAdministrator): Promise<void> {
  await administer(starts('RETURN NULL;'))
}
