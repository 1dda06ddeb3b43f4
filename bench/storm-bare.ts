// The bare counterpart of a storm: each socket that comes is sent the stored texts of its room, from memory.

type Hello = { readonly room: string }
type Stored = { readonly room: string; readonly texts: readonly string[] }

const rooms: readonly Stored[] = await Bun.file(process.argv[2] ?? '').json()
const textsOf = new Map(rooms.map(({ room, texts }) => [room, texts]))

const server = Bun.serve({
  hostname: '127.0.0.1',
  port: 0,
  routes: {
    '/api/v1/socket': (request, server) =>
      server.upgrade(request) ? undefined : new Response('', { status: 400 }),
  },
  websocket: {
    perMessageDeflate: false,
    message(socket, raw) {
      const { room }: Hello = JSON.parse(String(raw))
      socket.cork(() => {
        for (const text of textsOf.get(room) ?? []) socket.send(text)
        socket.send('{"type":"ready"}')
      })
    },
  },
})
console.log(server.url.href)
