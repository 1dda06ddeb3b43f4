import { expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { playDay } from './replay/day.ts'
import { parse } from './replay/irc.ts'
import { compare, type Heard } from './replay/line.ts'
import { mortalNodes } from './replay/server.ts'
import { DATABASE } from './support/database.ts'

const NICKS = ['ana', 'ben|away', '`cleo', 'dan_', '[eli]', 'flo^', 'gus-', 'hal2']

/** A day as the logs have it, with everything in it that they know. */
function logOf(lines: number): string {
  const nick = (i: number) => NICKS[(i * 7) % NICKS.length]
  return Array.from({ length: lines }, (_, i) => {
    if (i % 31 === 7) return `=== ${nick(i)} [~x@host] has left #ubuntu`
    if (i % 29 === 3) return `=== ${nick(i)} [~x@host]  has joined #ubuntu`
    if (i % 37 === 5) return `=== ${nick(i)} is now known as ${nick(i)}${i}`
    if (i % 23 === 1) return `[09:14]  * ${nick(i)} waves ${i}`
    if (i % 19 === 1) return `=== ${nick(i)} nods ${i}`
    return `[09:14] <${nick(i)}> line ${i} \u0007 <b>&amp; "quoted" \\ 🎉`
  }).join('\n')
}

test('[REP-1] a day of many people, played while the server is killed twice: every line, once, in order', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'parlance-log-'))
  const file = join(folder, '2004-01-01.txt')
  await Bun.write(file, logOf(240))
  await using nodes = await mortalNodes(DATABASE === 'sqlite' ? 1 : 2)
  const kills = new Set([80, 160])
  const verdict = await playDay(file, {
    urls: nodes.urls,
    speed: 0,
    observers: 4,
    onLine: async (done) => {
      if (kills.has(done)) void nodes.kill(done / 80)
    },
  })
  rmSync(folder, { recursive: true })
  expect(verdict.wrong).toEqual([])
  expect(verdict).toMatchObject({ lines: 240, observers: 8 })
  expect(verdict.drops).toBeGreaterThan(0)
}, 90_000)

test('[REP-2] the comparison finds a line that is missing, doubled, swapped, changed or not where it was acknowledged', () => {
  const said = (seq: number, text = `${seq}`): Heard => ({ type: 'said', user: 'ana', text, seq })
  const expected = [said(1), said(2), said(3), said(4)]
  expect(compare(expected, expected, 1)).toEqual([])
  const faults: Heard[][] = [
    [said(1), said(2), said(4)],
    [said(1), said(2), said(3)],
    [said(1), said(2), said(2), said(3), said(4)],
    [said(1), said(3, '2'), said(2, '3'), said(4)],
    [said(1), said(2), said(3, 'three'), said(4)],
    [said(2, '1'), said(3, '2'), said(4, '3'), said(5, '4')],
    [],
  ]
  for (const received of faults) expect(compare(received, expected, 1)).not.toEqual([])
})

test('[REP-3] a line that is none of a log’s is not passed over', () => {
  expect(() => parse('[09:14] <ana> hi\nnonsense')).toThrow('line 2')
})
