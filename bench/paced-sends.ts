import { tokenOf } from './crowd.ts'

const SENDERS = 10
const PAUSE_MS = 100

type Ask = (method: string, path: string, token: string, body?: object) => Promise<{ id: string }>

/**
 * Ten members of a room who send ten messages a second each. The function measures how long each send took that began
 * before the end of something else, in ms.
 */
export async function pacedSends(ask: Ask): Promise<(end: Promise<unknown>) => Promise<number[]>> {
  const senders = await Promise.all(
    Array.from({ length: SENDERS }, (_, n) => tokenOf('product', n + 1)),
  )
  const [owner = ''] = senders
  const { id: room } = await ask('POST', '/rooms', owner, { type: 'public', name: 'bench' })
  for (const token of senders) await ask('PUT', `/rooms/${room}/members/me`, token)
  return async (end) => {
    let isOver = false
    const times: number[] = []
    const sending = senders.map(async (token, n) => {
      await Bun.sleep((n * PAUSE_MS) / SENDERS)
      while (!isOver) {
        const pause = Bun.sleep(PAUSE_MS)
        const startedAt = performance.now()
        await ask('POST', `/rooms/${room}/messages`, token, { text: 'x'.repeat(200) })
        times.push(performance.now() - startedAt)
        await pause
      }
    })
    await end
    isOver = true
    await Promise.all(sending)
    return times
  }
}

export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}
