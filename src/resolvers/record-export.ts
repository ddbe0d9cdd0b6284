import { auditExport, type ExportedRecord, readExportPage } from '../database/record-export.ts'
import type { ActivityRecordFilter, TimeAndId } from '../database/visible-records.ts'
import { RequestError } from '../errors.ts'
import type { Context } from './context.ts'

const PAGE_SIZE = 500

/**
 * Exports the activity records that match a filter and that the viewer may see, the latest first. The export is in the
 * audit log before its first record is sent.
 *
 * @returns pages of records. Each is read when it is asked for, with the viewer's rights at that moment, so that an
 *   export of any length takes the memory of one page
 * @throws RequestError, from a page: UNAUTHENTICATED once the token has expired, SERVICE_UNAVAILABLE when the server
 *   stops
 */
export async function exportRecords(
  context: Context,
  filter: ActivityRecordFilter,
): Promise<AsyncGenerator<ExportedRecord[], void, undefined>> {
  await context.asViewer((tx) => auditExport(tx, context.viewer.userId, filter))
  return pages(context, filter)
}

async function* pages(
  context: Context,
  filter: ActivityRecordFilter,
): AsyncGenerator<ExportedRecord[], void, undefined> {
  let after: TimeAndId | null = null
  for (;;) {
    assertMayGoOn(context)
    const rows = await context.asViewer((tx) => readExportPage(tx, filter, { after, limit: PAGE_SIZE }))
    if (rows.length > 0) yield rows
    const last = rows.at(-1)
    if (!last || rows.length < PAGE_SIZE) return
    after = [last.moment, last.id]
  }
}

function assertMayGoOn({ viewer, stopping }: Context): void {
  if (stopping.aborted) throw new RequestError('SERVICE_UNAVAILABLE', 'The server is stopping. Try again.')
  if (viewer.expiresAt.getTime() <= Date.now()) {
    throw new RequestError('UNAUTHENTICATED', 'The token has expired. Export again with a new one.')
  }
}
