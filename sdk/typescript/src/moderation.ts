export { openBlocks } from './moderation/blocks.ts'
export type { Pages } from './moderation/pages.ts'
export { openReport, openReports, type ReportFilter } from './moderation/reports.ts'
export { openMySanctions, openSanctions } from './moderation/sanctions.ts'
