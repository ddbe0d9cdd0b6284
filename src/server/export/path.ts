/** The path of the CSV export of activity records. */
export const EXPORT_PATH = '/export/activity-records.csv'
