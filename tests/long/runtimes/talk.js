import { createChat, newClientId } from '@parlance/sdk'
import { sse } from '@parlance/sdk/sse'

// What every runtime does.

const open = ({ url, token, transport }) =>
  createChat({ url, token: () => token, ...(transport === 'sse' && { transport: sse }) })

/** Connects where no server is. The chat is closed at the third attempt, while it may still be under way. */
export async function retry(input) {
  const chat = open(input)
  const states = []
  await new Promise((resolve) => {
    chat.onStatus(({ state }) => {
      if (states.push(state) === 5) setTimeout(resolve)
    })
  })
  chat.close()
  return states.slice(0, 5)
}

/** Sends one message twice with its clientId and one without, receives both, and closes. */
export async function talk({ room, text, ...input }) {
  const chat = open(input)
  const handle = chat.room(room)
  const received = []
  const both = new Promise((resolve) => {
    handle.on('message.created', ({ message }) => {
      if (received.push(message.id) === 2) resolve()
    })
  })
  try {
    const clientId = newClientId()
    const first = await handle.send(text, { clientId })
    const again = await handle.send(text, { clientId })
    const other = await handle.send(`${text}!`)
    await both
    return { sent: [first.id, again.id, other.id], received }
  } catch ({ code, message }) {
    return { code, message }
  } finally {
    chat.close()
  }
}
