import { expect } from 'bun:test'
import type { Message } from '../../protocol/entities.ts'
import { Client } from '../support/client.ts'
import { token } from '../support/parlance.ts'
import { waitFor } from '../support/wait.ts'
import type { Place, Row } from './place.ts'

/** All that was said, and who is where, as it stands in the tables of any version. */
export async function contentsOf({ rows, kind }: Place) {
  const user = kind === 'mariadb' ? '`user`' : '"user"'
  return {
    messages: (await rows('select * from messages order by room, seq')).map((row) => ({
      ...row,
      room: String(row['room']),
      seq: Number(row['seq']),
    })),
    members: (
      await rows(`select room, ${user} as member, role from members where left_seq is null`)
    ).map(({ room, member, role }) => ({ room: `${room}`, user: `${member}`, role: `${role}` })),
  }
}

type Contents = Awaited<ReturnType<typeof contentsOf>>

/** Everything is there for Ana, who is in every room of the fixtures, and can be found. */
export async function expectAll(url: string, { messages, members }: Contents): Promise<void> {
  const ana = new Client(url, await token({ sub: 'ana', name: 'Name of ana' }), 'ana')
  const rooms = members.filter(({ user }) => user === 'ana').map(({ room }) => room)
  expect(rooms).toHaveLength(3)
  for (const room of rooms) {
    const said = messages.filter((row) => row.room === room)
    const below = said.filter((row: Row) => row['thread'] && !row['in_room'])
    const received = await pages(ana, room, '')
    expect(received.map(shown)).toEqual(said.filter((row) => !below.includes(row)).map(stored))
    for (const thread of new Set(below.map((row: Row) => row['thread']))) {
      const replies = said.filter((row: Row) => row['thread'] === thread)
      expect((await pages(ana, room, `&thread=${thread}`)).map(shown)).toEqual(replies.map(stored))
    }
    const here = (await ana.ask('GET', `/rooms/${room}/members`)).members
    expect(here.map((m: { user: { id: string }; role: string }) => [m.user.id, m.role])).toEqual(
      members
        .filter((m) => m.room === room)
        .map((m) => [m.user, m.role])
        .toSorted(),
    )
  }
  const fit = messages.filter((row: Row) => /quotes/.test(`${row['text']}`)).length
  await waitFor(async () => {
    const { found } = await ana.ask('GET', '/search?q=quotes&limit=50')
    return found.length === Math.min(fit, 50)
  })
}

async function pages(ana: Client, room: string, query: string): Promise<Message[]> {
  const all: Message[] = []
  for (;;) {
    const page = await ana.history(room, `?after=${all.at(-1)?.seq ?? 0}&limit=200${query}`)
    if (page.length === 0) return all
    all.push(...page)
  }
}

type Shown = Readonly<Record<'id' | 'seq' | 'sender' | 'text', unknown>>

const shown = ({ id, seq, sender, text }: Message): Shown => ({ id, seq, sender: sender.id, text })

const stored = (row: Row): Shown => ({
  id: row['id'],
  seq: row['seq'],
  sender: row['sender'],
  text: row['deleted_at'] === null ? row['text'] : '',
})
