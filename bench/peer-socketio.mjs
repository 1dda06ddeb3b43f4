// The same work as one would write it with Socket.IO on Node.js: its rooms, its broadcast, its
// acknowledgements. It has no store: a message is delivered and acknowledged.
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { Server } from 'socket.io'

const http = createServer()
const io = new Server(http, { transports: ['websocket'], serveClient: false })
const seqs = new Map()

io.on('connection', (socket) => {
  const { token: user, rooms } = socket.handshake.auth
  socket.join(rooms)
  socket.emit('ready', { id: user, name: user })

  socket.on('messages.send', ({ room, text, clientId }, acknowledge) => {
    const seq = (seqs.get(room) ?? 0) + 1
    seqs.set(room, seq)
    const createdAt = new Date().toISOString()
    const sender = { id: user, name: user }
    const message = { id: `msg_${randomUUID()}`, room, seq, sender, text, createdAt, clientId }
    io.to(room).emit('message.created', { log: room, seq, cursor: '', at: createdAt, message })
    acknowledge(message)
  })
})

http.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${http.address().port}/`))
