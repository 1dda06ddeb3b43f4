'use client'

// Two modules, so that an app that shows no lists of the staff at first does not download them at first.
export { useBlocks, useMySanctions } from './own-moderation.ts'
export { useReport, useReports, useSanctions } from './staff-lists.ts'
