import { ChatError, createChat, userId } from '@parlance/sdk'
import { createBackend, mintToken } from '@parlance/sdk/server'
import { sse } from '@parlance/sdk/sse'

// As somebody would write it who has just installed the package. `app.js URL MANAGEMENT KEY SECRET`

const [url = '', management = '', key = '', secret = ''] = process.argv.slice(2)
const backend = createBackend({ url: management, key })
const ana = userId(`ana-${crypto.randomUUID()}`)
await backend.users.create({ id: ana, name: 'Ana' })
const made = await backend.rooms.create({ type: 'group', name: 'First', members: [{ user: ana }] })

const chat = createChat({
  url,
  token: () => mintToken(secret, { user: ana, name: 'Ana', issuer: 'the-app' }),
  // Node.js 20 has no WebSocket.
  ...(typeof WebSocket === 'undefined' && { transport: sse }),
})
const room = chat.room(made.id)
const received = new Promise<string>((resolve) => {
  room.on('message.created', ({ message }) => resolve(message.text))
})
const sent = await room.send('Hello')
const name = await chat.rooms.get({ room: made.id }).then(({ name }) => name)
const code = await room
  .send(' ')
  .catch((error: unknown) => error instanceof ChatError && error.code)
console.log(JSON.stringify({ received: await received, sent: sent.text, name, code }))
chat.close()
