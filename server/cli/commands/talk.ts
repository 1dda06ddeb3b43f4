import * as z from 'zod'
import { createChat } from '../../../sdk/typescript/src/create-chat.ts'
import { roomId } from '../../../sdk/typescript/src/ids.ts'
import { callRest } from '../../../sdk/typescript/src/rest.ts'
import { printable } from '../columns.ts'
import type { Call, Command, Flag } from '../command.ts'
import { ask, type Link } from '../links/link.ts'
import { openServer } from '../links/open-link.ts'
import { findRoom, findUser } from '../names.ts'
import { latestMessages, ROOM } from './rooms.ts'

const AS: Flag = {
  type: 'string',
  description: 'the id or handle of a user; a new guest by default',
}
/** How long a token is valid, in s: `tail` asks for the next one. */
const TOKEN_S = 3600
const Guest = z.object({ token: z.string() })

/** A user of the running server, in one room. */
async function join(call: Call) {
  const link = await openServer(call.config())
  const room = roomId(await findRoom(link, call.arg('room')))
  const as = call.flag('as')
  const user = as === undefined ? undefined : await findUser(link, as)
  const guest = user === undefined ? await guestToken(link.clientUrl) : ''
  const token = async () =>
    user === undefined
      ? guest
      : (await ask(link, 'tokens.create', { user, seconds: TOKEN_S })).token
  const chat = createChat({ url: link.clientUrl, token })
  // A dm or group needs no join: a member is in it already.
  const { type } = await ask(link, 'rooms.get', { room })
  if (type === 'public' || type === 'announcement') await chat.call('members.join', { room })
  return { link, chat, room }
}

async function guestToken(url: string): Promise<string> {
  const answer = await callRest(url, '', 'guests.create', { name: 'Terminal' })
  return Guest.parse(answer).token
}

const lineOf = ({ sender, text, createdAt }: Line): string =>
  `${createdAt.slice(11, 19)}  ${printable(sender.name)}: ${printable(text)}`
type Line = {
  readonly sender: { readonly name: string }
  readonly text: string
  readonly createdAt: string
}

export const TALK_COMMANDS: readonly Command[] = [
  {
    name: 'tail',
    summary: 'Print the messages of a room as they arrive, until a signal ends it',
    details:
      'It needs a running server, and receives what was missed while the connection was lost.',
    args: [ROOM],
    flags: {
      as: AS,
      last: { type: 'string', description: 'begin with so many earlier messages; 10 by default' },
    },
    run: async (call) => {
      const last = call.count('last', 10)
      const { link, chat, room } = await join(call)
      const { terminal } = call
      const show = (message: Line) =>
        terminal.print(call.isJson ? JSON.stringify(message) : lineOf(message))
      const earlier = await history(link, room, last)
      let seq = earlier.at(-1)?.seq ?? 0
      for (const message of earlier) if (message.deletedAt === undefined) show(message)
      chat.room(room).on('message.created', ({ message }) => {
        if (message.seq <= seq) return
        seq = message.seq
        show(message)
      })
      terminal.note(`(${link.where}; Ctrl+C ends it)`)
      await terminal.untilEnded()
      chat.close()
      return undefined
    },
  },
  {
    name: 'send',
    summary: 'Send a message to a room',
    details: 'It needs a running server.',
    args: [ROOM, { name: 'text', description: 'the text of the message' }],
    flags: { as: AS },
    run: async (call) => {
      const { chat, room } = await join(call)
      const message = await chat
        .room(room)
        .send(call.arg('text'))
        .finally(() => chat.close())
      return { json: message, text: lineOf(message) }
    },
  },
]

const history = async (link: Link, room: string, count: number) =>
  (await latestMessages(link, room, count)).items
