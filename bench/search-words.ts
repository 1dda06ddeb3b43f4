import { readFileSync } from 'node:fs'

const WORDS = 200_000
const SYLLABLES = 'ka to mi ra ne so lu de pi vo ga shi bu le no ma ti ru fe jo'.split(' ')

/**
 * What is said, by Zipf's law: the n-th word is n times as rare as the first. The commonest have the
 * names of those of the logs that are given, the others are made up.
 */
export function vocabulary(logs: readonly string[], random: () => number) {
  const names = byFrequency(logs)
  const seen = new Set(names)
  for (let i = 0; names.length < WORDS; i++) {
    const name = madeUp(i)
    if (!seen.has(name)) names.push(name)
  }
  const draw = zipf(WORDS, 0, random)
  return {
    word: (rank: number): string => names[rank - 1] ?? '',
    say(): string {
      const words: string[] = []
      for (let length = 3 + Math.floor(random() * 14); words.length < length; )
        words.push(names[draw()] ?? '')
      return words.join(' ')
    },
  }
}

/** Draws places from 0 on, the first the likeliest; `shift` makes it less so. */
export function zipf(count: number, shift: number, random: () => number): () => number {
  const sums = new Float64Array(count)
  let sum = 0
  for (let i = 0; i < count; i++) {
    sum += 1 / (i + 1 + shift)
    sums[i] = sum
  }
  return () => {
    const x = random() * sum
    let low = 0
    for (let high = count - 1; low < high; ) {
      const middle = (low + high) >> 1
      if ((sums[middle] ?? 0) < x) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** The same numbers in every run. */
export function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

function byFrequency(logs: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const log of logs)
    for (const [word] of readFileSync(log, 'utf8')
      .toLowerCase()
      .matchAll(/[a-z]{2,20}/g))
      counts.set(word, (counts.get(word) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1]).map(([word]) => word)
}

function madeUp(i: number): string {
  let name = ''
  for (let rest = i + 20; rest > 0; rest = Math.floor(rest / 20)) name += SYLLABLES[rest % 20] ?? ''
  return name
}
