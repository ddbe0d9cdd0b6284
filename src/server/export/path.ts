/** Where activity records are exported. */
export const EXPORT_PATH = '/export/activity-records.csv'
