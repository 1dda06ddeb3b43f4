import { expect, test } from 'bun:test'
import { join } from 'node:path'
import pkg from '../package.json'

const text = await Bun.file(join(import.meta.dir, '../docs/decisions.md')).text()
/** Each record: its heading, its number and title in it, and the text below it. */
const records = text
  .split(/^(?=##)/m)
  .flatMap((part) => [...part.matchAll(/^### ((\d+)\. (.+) \(\d{4}-\d\d-\d\d\))\n([\s\S]*)/g)])
  .map(([, heading = '', number = '', title = '', body = '']) => ({ heading, number, title, body }))

/** GitHub's address of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-')

test('[DOC-3] every decision has four parts, newest first, and stands in the index', () => {
  expect(records.length).toBeGreaterThan(0)
  expect(records.map(({ number }) => Number(number))).toEqual(
    records.map((_, i) => records.length - i),
  )
  const parts = ['Context', 'Decision', 'Tried', 'Consequence']
  for (const { heading, body } of records)
    expect([
      heading,
      ...[...body.matchAll(/^- \*\*(\w+):\*\* /gm)].map(([, part]) => part),
    ]).toEqual([heading, ...parts])
  const index = [...text.matchAll(/^\| (\d+) \| [\w ]+ \| \[(.+)\]\(#(\S+)\) \|$/gm)]
  expect(index.map(([, number, title, anchor]) => `${number} ${title} ${anchor}`)).toEqual(
    records.map(({ heading, number, title }) => `${number} ${title} ${anchorOf(heading)}`),
  )
})

test('[DOC-3] every dependency has one line that says why, and every line a dependency', () => {
  const sectionOf = (name: string): string =>
    text.split(`\n### ${name}\n`)[1]?.split('\n#')[0] ?? ''
  for (const name of ['dependencies', 'devDependencies'] as const) {
    const named = [...sectionOf(name).matchAll(/^\| `(.+?)` \| \w.+ \| .+ \|$/gm)].map(
      ([, it]) => it,
    )
    expect(named).toEqual(Object.keys(pkg[name]))
  }
})
