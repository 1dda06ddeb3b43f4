import { COMMANDS } from '../../../protocol/commands.ts'
import { listOf } from '../columns.ts'
import type { Command } from '../command.ts'
import { ask } from '../links/link.ts'
import { findUser } from '../names.ts'
import { confirm } from '../terminal.ts'
import { ROOM, roomOf } from './rooms.ts'
import { LIMIT, listed, YES } from './shared.ts'

const MESSAGE = { name: 'message', description: 'the id of a message' }

export const MESSAGE_COMMANDS: readonly Command[] = [
  {
    name: 'message show',
    summary: 'Print a message',
    args: [ROOM, MESSAGE],
    run: async (call) => {
      const link = await call.link()
      const room = await roomOf(call, link)
      const message = await ask(link, 'messages.get', { room, message: call.arg('message') })
      return { json: message, text: listOf(message) }
    },
  },
  {
    name: 'message search',
    summary: 'Search the messages that a user may see',
    args: [
      { name: 'user', description: 'the id or the handle of the user' },
      { name: 'query', description: 'words, "phrases", from:, in:, before: and after:' },
    ],
    flags: { limit: LIMIT },
    run: async (call) => {
      const link = await call.link()
      const user = await findUser(link, call.arg('user'))
      const limit = Math.min(call.count('limit', 50), 50)
      const answer = await link.as(user, 'messages.search', { q: call.arg('query'), limit })
      const { found, next } = COMMANDS['messages.search'].output.parse(answer)
      return listed({ items: found.map(({ message }) => message), hasMore: next !== undefined }, [
        ['room', ({ room }) => room],
        ['id', ({ id }) => id],
        ['sent', ({ createdAt }) => createdAt],
        ['sender', ({ sender }) => sender.name],
        ['text', ({ text }) => text],
      ])
    },
  },
  {
    name: 'message delete',
    summary: 'Delete a message of any sender',
    args: [ROOM, MESSAGE],
    flags: { yes: YES },
    run: async (call) => {
      const link = await call.link()
      const [room, message] = [await roomOf(call, link), call.arg('message')]
      await confirm(call.terminal, call.isSet('yes'), `Deleting ${message}`)
      await ask(link, 'messages.delete', { room, message })
      return { json: { deleted: message }, text: `${message} is deleted` }
    },
  },
]
