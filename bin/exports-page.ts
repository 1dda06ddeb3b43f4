import { EXPORTED } from '../server/store/queries/exported.ts'
import type { Written } from '../server/store/queries/exported-table.ts'

// docs/export.md, made from the table that exports read: `npm run generate` writes it.

/** The page about the files of an export. */
export function exportsPage(): string {
  const files = Object.entries(EXPORTED).flatMap(([table, exported]) =>
    typeof exported === 'string' ? [] : [{ table, ...exported }],
  )
  const left = Object.entries(EXPORTED).flatMap(([table, exported]) =>
    typeof exported === 'string' ? [`| \`${table}\` | ${exported} |`] : [],
  )
  return [
    '# The files of an export',
    'An export is a ZIP file with all data of a user: `exports.create`, see [data.md](data.md). This page is made from the table of `server/store/queries/exported.ts`, which exports read.',
    'Each file is a JSON array with an object for each row, except `export.json`, which has the version of this format (`format`: 1), the user, the times, and the rows of each file. A field is named like the column, in camel case (`created_at` is `createdAt`); an empty column has no field. Times are in UTC (RFC 3339). Messages are named by `room` and `seq`; other users only by their ids.',
    '"For the app" is a field, or a row, that only exports of the app’s backend have, because the user may not know it: shadow bans, who acted, and what would reveal a block.',
    '## Files',
    ...files.flatMap(({ table, file, columns }) => [
      `### ${file}`,
      `Of the table \`${table}\`.`,
      `| column | exported |\n| --- | --- |\n${Object.entries<Written | string>(columns)
        .map(([name, written]) => `| \`${name}\` | ${inWords(written)} |`)
        .join('\n')}`,
    ]),
    '## Tables without a file',
    `| table | why |\n| --- | --- |\n${left.join('\n')}\n`,
  ].join('\n\n')
}

const AS = { value: 'yes', time: 'yes, as a time', json: 'yes, as JSON' } as const

const inWords = (written: Written | string): string => {
  if (typeof written === 'string') return `no: ${written}`
  return `${AS[written.as]}${written.forApp ? '; for the app' : ''}`
}
