import { expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { LIFETIMES } from '../server/store/queries/lifetimes.ts'
import type { Tables } from '../server/store/tables/tables.ts'
import { FILLED } from './support/filled-rows.ts'

const PAGE = readFileSync(join(import.meta.dir, '../docs/data.md'), 'utf8')
const TABLES = Object.keys(LIFETIMES) as (keyof Tables)[]

test('[ERS-5] the page about data has every table, and every column with a text of users', () => {
  const rows = PAGE.split('\n').filter((line) => line.startsWith('| '))
  const wrong = TABLES.flatMap((table) => {
    const row = rows.find((line) => line.split('|')[1]?.includes(`\`${table}\``))
    if (row === undefined) return [table]
    return textsOf(table)
      .filter((column) => !row.includes(`\`${column}\``))
      .map((column) => `${table}.${column}`)
  })
  expect(wrong).toEqual([])
})

/** The columns with texts of users: those of the rows in which the tests write the word "secret". */
const textsOf = (table: keyof Tables): string[] =>
  Object.entries(FILLED[table](1))
    .filter(([, value]) => `${value}`.includes('secret'))
    .map(([column]) => column)
