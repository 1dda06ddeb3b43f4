import type { Client } from '../support/client.ts'
import type { Parlance } from '../support/parlance.ts'

/** The users and objects on which a command is tried. */
export type At = Readonly<
  Record<'room' | 'root' | 'reply' | 'mine' | 'botMessage' | 'bot' | 'asked', string>
> & {
  readonly seqs: readonly number[]
  readonly ana: Client
  readonly ben: Client
  readonly cleo: Client
  readonly gus: Client
  readonly app: Client
  /** A user with an account. */
  readonly account: string
  /** A word list of the server, and one of the room. */
  readonly wordList: string
  readonly roomWordList: string
  /** Users whom nobody has met: one for each round. */
  readonly fresh: readonly string[]
}

export async function people(server: Parlance) {
  const [ana, ben, cleo] = await Promise.all(['Ana', 'Ben', 'Cleo'].map(server.user))
  if (!ana || !ben || !cleo) throw new Error('a user is missing')
  const gus = await server.guest('Gus')
  const app = server.backend()
  for (const each of [ana, ben, cleo, gus]) await each.ask('GET', '/me')
  // Ana tries every command, also those of administrators.
  await app.ask('PATCH', `/users/${ana.id}`, { role: 'administrator' })
  const { id: bot } = await app.ask('POST', '/users', { id: 'robot', name: 'Robot', kind: 'bot' })
  const { user: account } = await app.ask('POST', '/accounts', { handle: 'account' })
  const { id: wordList } = await app.ask('POST', '/word-lists', WORDS)
  return { ana, ben, cleo, gus, app, bot, account: account.id, wordList }
}

const WORDS = { name: 'Words', action: 'refuse', words: ['unsaid'] }

/**
 * An open room of Ana's with Ben, Gus and a bot, and a message and a thread in it; and one (`asked`) that others must
 * ask to join.
 */
export async function place(who: Awaited<ReturnType<typeof people>>): Promise<At> {
  const { ana, ben, gus, app, bot } = who
  const { id: room } = await ana.room('public', ben, gus)
  await app.ask('PUT', `/rooms/${room}/members/${bot}`)
  const mine = await ana.send(room, 'mine')
  const root = await ben.send(room, 'root')
  const replies = [
    await ben.send(room, 'reply', { thread: root.id }),
    await ben.send(room, 'and another', { thread: root.id }),
  ]
  await ana.ask('PUT', `/rooms/${room}/threads/${root.id}/follow`)
  const said = await app.send(room, 'from a bot', { sender: bot })
  const settings = { type: 'public', name: 'Asked', entry: 'request', question: 'Why?' }
  const { id: asked } = await ana.ask('POST', '/rooms', settings)
  const { id: roomWordList } = await app.ask('POST', '/word-lists', { ...WORDS, room })
  const fresh = [1, 2].map((n) => `fresh-${n}-${crypto.randomUUID()}`)
  for (const id of fresh) await app.ask('POST', '/users', { id, name: 'Fresh' })
  return {
    ...who,
    room,
    mine: mine.id,
    root: root.id,
    reply: replies[0]?.id ?? '',
    seqs: replies.map(({ seq }) => seq),
    botMessage: said.id,
    roomWordList,
    asked,
    fresh,
  }
}
