import { startLoad } from './jobs.ts'
import type { Goal, Row, Side } from './row.ts'
import { startServer } from './server-process.ts'
import type { Variant } from './variants.ts'

/** Every round's value of one measure, by who was measured. */
export type Figures = ReadonlyMap<string, ReadonlyMap<Variant, readonly number[]>>

/** Round by round, all variants in turn: what else this machine does falls on each of them alike. */
export async function measure(row: Row, say: (line: string) => void): Promise<Figures> {
  const out = new Map(row.measures.map(({ id }) => [id, new Map<Variant, number[]>()]))
  const note = (variant: Variant, values: readonly number[]) => {
    for (const [i, { id }] of row.measures.entries()) {
      const rounds = out.get(id)
      rounds?.set(variant, [...(rounds.get(variant) ?? []), values[i] ?? Number.NaN])
    }
    const told = values.map((value, i) => `${round(value)} ${row.measures[i]?.unit}`)
    say(`${row.id}  ${variant.padEnd(10)} ${told.join('  ')}`)
  }
  const sides: Side[] = []
  try {
    if (row.fresh === undefined) for (const variant of row.variants) sides.push(await open(variant))
    for (let i = 0; i < row.rounds; i++) {
      for (const side of sides) note(side.variant, await row.round(side))
      if (row.fresh)
        for (const variant of row.variants) {
          const side = await open(variant)
          note(variant, await row.round(side))
          await close(side)
        }
    }
  } finally {
    for (const side of sides) await close(side)
  }
  return out

  async function open(variant: Variant): Promise<Side> {
    say(`${row.id}  ${variant.padEnd(10)} starts`)
    const side = {
      variant,
      server: await startServer(variant, row.database ?? 'sqlite'),
      load: startLoad(),
    }
    await row.prepare(side)
    return side
  }
}

async function close({ server, load }: Side): Promise<void> {
  await load.stop()
  await server.stop()
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

export function reached(goal: Goal, figures: Figures): { value: number; met: boolean } {
  const value = goal.value((variant) => median(figures.get(goal.measure)?.get(variant) ?? []))
  return { value, met: 'most' in goal ? value <= goal.most : value >= goal.least }
}

/** Three figures are as many as such a measurement can claim. */
export function round(value: number): string {
  if (!Number.isFinite(value)) return '–'
  const digits = Number(value.toPrecision(3))
  return digits >= 1000 ? digits.toLocaleString('en') : String(digits)
}
