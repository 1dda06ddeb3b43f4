// The same work as one would write it with `ws` on Node.js: sets of sockets by room, each event made
// into bytes once. It has no store: a message is delivered and acknowledged, and the last 50 of a room
// stay in memory.
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { WebSocketServer } from 'ws'

const PAGE = 50
const rooms = new Map()

const http = createServer((request, response) => {
  const room = rooms.get(request.url?.split('/')[4])
  const body = JSON.stringify({ messages: room?.last ?? [], seq: room?.seq ?? 0, cursor: '' })
  response.setHeader('content-type', 'application/json')
  response.setHeader('content-length', Buffer.byteLength(body))
  response.end(body)
})

new WebSocketServer({ server: http }).on('connection', (socket) => {
  let user = ''
  let mine = []
  socket.on('message', (raw) => {
    const frame = JSON.parse(String(raw))
    if (frame.type === 'hello') {
      user = frame.token
      mine = frame.rooms.map((id) => roomOf(id))
      for (const room of mine) room.sockets.add(socket)
      socket.send(JSON.stringify({ type: 'ready', user: { id: user, name: user } }))
    } else {
      const message = send(user, frame.input)
      socket.send(JSON.stringify({ type: 'result', id: frame.id, result: message }))
    }
  })
  socket.on('close', () => {
    for (const room of mine) room.sockets.delete(socket)
  })
})

http.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${http.address().port}/`))

function send(user, { room: id, text, clientId }) {
  const room = roomOf(id)
  room.seq++
  const { seq } = room
  const createdAt = new Date().toISOString()
  const sender = { id: user, name: user }
  const message = { id: `msg_${randomUUID()}`, room: id, seq, sender, text, createdAt, clientId }
  if (room.last.push(message) > PAGE) room.last.shift()
  const event = { type: 'message.created', log: id, seq, cursor: '', at: createdAt, message }
  const bytes = Buffer.from(JSON.stringify(event))
  for (const socket of room.sockets) socket.send(bytes, { binary: false })
  return message
}

function roomOf(id) {
  let room = rooms.get(id)
  if (room === undefined) {
    room = { seq: 0, last: [], sockets: new Set() }
    rooms.set(id, room)
  }
  return room
}
