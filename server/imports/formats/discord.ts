import * as z from 'zod'
import { BadImport, type Omissions } from '../omissions.ts'
import { jsonOf } from '../source-file.ts'
import { type Format, UNKNOWN_FORM } from './format.ts'

const Time = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))
const Author = z.object({
  id: z.string(),
  name: z.string(),
  nickname: z.string().nullish(),
  isBot: z.boolean().optional(),
})
const Message = z.object({
  id: z.string(),
  type: z.string(),
  timestamp: Time,
  timestampEdited: Time.nullish(),
  content: z.string(),
  author: Author,
  attachments: z.array(z.unknown()).optional(),
  reactions: z
    .array(
      z.object({
        emoji: z.object({ name: z.string(), code: z.string().optional() }),
        users: z.array(Author).optional(),
      }),
    )
    .optional(),
  reference: z.object({ messageId: z.string().nullish() }).nullish(),
})
const Export = z.object({
  channel: z.object({
    id: z.string(),
    type: z.string(),
    name: z.string(),
    topic: z.string().nullish(),
  }),
  messages: z.array(z.unknown()),
})
const SAID = new Set(['Default', 'Reply'])

/** The JSON files of DiscordChatExporter, one or more of each channel. */
export const discord: Format = async function* ({ files, omissions }) {
  const found = files.filter(({ name }) => name.endsWith('.json'))
  if (found.length === 0)
    throw new BadImport('there is no file *.json: give what DiscordChatExporter made')
  const [rooms, users] = [new Set<string>(), new Set<string>()]
  const isNew = (set: Set<string>, id: string) => set.size < set.add(id).size
  for (const file of found) {
    const channel = Export.safeParse(await jsonOf(file)).data
    if (channel === undefined) {
      omissions.add('the file is none of DiscordChatExporter', file.name)
      continue
    }
    const { id: room, type, name, topic } = channel.channel
    const isDirect = type.startsWith('Direct')
    if (isNew(rooms, room)) {
      const kind = isDirect ? (type === 'DirectTextChat' ? 'dm' : 'group') : 'public'
      const shown = isDirect ? undefined : name
      yield { type: 'room', id: room, kind, name: shown, topic: topic ?? undefined }
    }
    for (const [i, value] of channel.messages.entries()) {
      const message = Message.safeParse(value).data
      if (message === undefined) {
        omissions.add(UNKNOWN_FORM, `${file.name} [${i}]`)
        continue
      }
      for (const author of authorsOf(message))
        if (isNew(users, author.id))
          yield {
            type: 'user',
            id: author.id,
            name: author.nickname || author.name,
            handle: author.name,
            bot: author.isBot === true,
          }
      const { author } = message
      yield { type: 'member', room, user: author.id }
      if (isSaid(message, omissions)) yield { type: 'message', room, ...itemOf(message) }
    }
  }
}

type Message = z.infer<typeof Message>

const authorsOf = ({ author, reactions = [] }: Message) => [
  author,
  ...reactions.flatMap(({ users = [] }) => users),
]

function isSaid({ id, type, attachments = [], reactions = [] }: Message, omissions: Omissions) {
  if (!SAID.has(type)) {
    omissions.add(`it is a message of Discord itself (${type})`, id)
    return false
  }
  if (attachments.length > 0) omissions.add('files are not imported', id, attachments.length)
  for (const { users } of reactions)
    if (users === undefined) omissions.add('the export does not say who reacted', id)
  return true
}

const itemOf = (message: Message) => ({
  id: message.id,
  sender: message.author.id,
  at: message.timestamp,
  text: message.content,
  replyTo: message.reference?.messageId ?? undefined,
  editedAt: message.timestampEdited ?? undefined,
  reactions: (message.reactions ?? []).flatMap(({ emoji, users = [] }) =>
    users.map(({ id }) => ({
      // A name of the server's own emoji, or the emoji itself.
      emoji: /^\w+$/.test(emoji.name) ? `:${emoji.name.toLowerCase()}:` : emoji.name,
      user: id,
    })),
  ),
})
