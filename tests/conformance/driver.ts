import {
  type Chat,
  ChatError,
  createChat,
  type Message,
  roomId,
  type Transport,
} from '../../sdk/typescript/src/index.ts'
import type { Ask, Say } from './lines.ts'

/** The SDK under test, moved by lines from outside: the same on every runtime. */
export function driver(say: (line: Say) => void, transport?: Transport) {
  const chats = new Map<string, Chat>()

  function open({ chat, url, tokens }: Extract<Ask, { do: 'open' }>): void {
    let asked = 0
    const opened = createChat({
      url,
      ...(transport && { transport }),
      token: ({ reason }) => {
        say({ chat, asked: reason })
        const token = tokens[Math.min(asked++, tokens.length - 1)] ?? ''
        if (token === 'throw') throw new Error('no token today')
        return token === 'hang' ? new Promise(() => undefined) : token
      },
    })
    chats.set(chat, opened)
    opened.on('*', (event) => say({ chat, event }))
    opened.onReset((reset) => say({ chat, reset }))
    opened.onError(({ code }) => say({ chat, fault: { code } }))
    opened.onStatus((status) => {
      const error = 'error' in status && status.error ? { code: status.error.code } : undefined
      say({ chat, status: { state: status.state, ...(error && { error }) } })
    })
  }

  async function history(chat: Chat, room: string): Promise<Message[]> {
    const all: Message[] = []
    for await (const message of chat.room(roomId(room)).history()) all.push(message)
    return all
  }

  async function answer(ask: Ask): Promise<unknown> {
    if (ask.do === 'open') return open(ask)
    const chat = chats.get(ask.chat)
    if (chat === undefined) throw new Error(`there is no ${ask.chat}`)
    if (ask.do === 'drop') return chat.drop()
    if (ask.do === 'close') return chat.close()
    if (ask.do === 'history') return history(chat, ask.room)
    return chat.call(ask.name as never, ask.input as never)
  }

  return async (ask: Ask): Promise<void> => {
    const { id } = ask
    try {
      say({ id, result: await answer(ask) })
    } catch (error) {
      if (!(error instanceof ChatError)) throw error
      const { code, message, fields } = error
      say({ id, error: { code, message, ...(fields && { fields }) } })
    }
  }
}
