import { describe, expect, test } from 'bun:test'
import type { Driver } from './conformance/drivers.ts'
import { type Lie, liar } from './conformance/liar.ts'
import { onEveryRuntime, said } from './conformance/runtimes.ts'
import type { Parlance } from './support/parlance.ts'
import { waitFor } from './support/wait.ts'

const runtimes = onEveryRuntime()
const { each } = runtimes

describe('[CLI-7] a server that cannot be right', () => {
  const once = (what: (json: string) => readonly string[]) => {
    let isTold = false
    return (json: string) => {
      if (isTold || !json.includes('"message.created"') || !json.includes('"second"')) return [json]
      isTold = true
      return what(json)
    }
  }
  const lies: Readonly<Record<string, () => Lie>> = {
    'leaves one out': () => once(() => []),
    'breaks one off': () => once((json) => [json.slice(0, json.length / 2)]),
    'counts wrong': () => once((json) => [json.replace(/"seq":\d+/, '"seq":7777')]),
  }
  for (const [what, make] of Object.entries(lies))
    test(
      `[CLI-7] that ${what} is told once, and made good`,
      each(async (driver) => {
        await using at = await deceived(runtimes.server, driver)
        const { ana, between, notes, room } = at
        between.tell(make())
        for (const text of ['first', 'second', 'third']) await ana.send(room.id, text)
        await waitFor(() => said(notes.told, room.id).includes('third'))
        expect(said(notes.told, room.id)).toEqual(['first', 'second', 'third'])
        expect(notes.faults).toEqual(['bad_server'])
        expect(notes.resets).toEqual([])
      }),
      60_000,
    )

  test(
    '[CLI-7] that says things twice is not noticed by anybody',
    each(async (driver) => {
      await using at = await deceived(runtimes.server, driver)
      const { ana, between, notes, room } = at
      between.tell((json) => (json.includes('message.created') ? [json, json] : [json]))
      for (const text of ['first', 'second']) await ana.send(room.id, text)
      await waitFor(() => said(notes.told, room.id).includes('second'))
      await ana.send(room.id, 'third')
      await waitFor(() => said(notes.told, room.id).includes('third'))
      expect(said(notes.told, room.id)).toEqual(['first', 'second', 'third'])
    }),
    60_000,
  )

  test(
    '[CLI-7] that goes on lying is reset, and received from there',
    each(async (driver) => {
      await using at = await deceived(runtimes.server, driver)
      const { ana, between, notes, room } = at
      between.tell((json) =>
        json.includes('"second"') && json.includes('message.created') ? ['{'] : [json],
      )
      for (const text of ['first', 'second']) await ana.send(room.id, text)
      await waitFor(() => notes.resets.length > 0 && notes.states.at(-1)?.state === 'live')
      await ana.send(room.id, 'third')
      await waitFor(() => said(notes.told, room.id).includes('third'))
      expect(said(notes.told, room.id)).toEqual(['first', 'third'])
      expect(notes.resets).toHaveLength(1)
    }),
    60_000,
  )

  test(
    '[CLI-8] what a newer server says is passed on as it is',
    each(async (driver) => {
      await using at = await deceived(runtimes.server, driver)
      const { ana, between, notes, room } = at
      between.tell((json) => [
        json
          .replace('"type":"message.created"', '"type":"message.sung","melody":["la",1]')
          .replace('"text":', '"mood":"good","text":'),
      ])
      const sung = await ana.send(room.id, 'la')
      const received = await waitFor(() => notes.told.find(({ type }) => type === 'message.sung'))
      expect(received).toMatchObject({
        type: 'message.sung',
        melody: ['la', 1],
        seq: sung.seq,
        message: { mood: 'good', text: 'la' },
      })
      between.tell((json) => [json])
      await ana.send(room.id, 'known')
      await waitFor(() => said(notes.told, room.id).includes('known'))
      expect(notes.faults).toEqual([])
    }),
    60_000,
  )
})

/** Somebody who is live through a server that may lie, and a room of theirs. */
async function deceived(server: Parlance, driver: Driver) {
  const between = liar(server.url)
  const ana = await server.user('Ana')
  const chat = `ana ${ana.id}`
  const notes = await driver.live(chat, between.url, ana.token)
  return {
    ana,
    between,
    notes,
    room: await ana.room(),
    [Symbol.asyncDispose]: async () => {
      await driver.ask({ do: 'close', chat })
      await between[Symbol.asyncDispose]()
    },
  }
}
