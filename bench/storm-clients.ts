// The clients of a storm, in a process of their own: all of them connect, and each reads what its room has missed.

/** `first`, `last`: the seqs of the events that each client must receive, in this order, each once. */
export type Storm = {
  readonly port: number
  /** Where the sockets are opened. */
  readonly path: string
  readonly rooms: readonly { readonly id: string; readonly first: number; readonly last: number }[]
  /** The first frame of each client, and the index of its room. */
  readonly clients: readonly { readonly hello: string; readonly room: number }[]
}
export type StormResult = { readonly ms: number } | { readonly error: string }

/** Handshakes at a time: more than the system's queue of new connections holds would wait for its timer. */
const HANDSHAKES = 400
const PATIENCE_MS = 60_000
const SEQ = '"seq":'
/** Presence, and Centrifugo's answer to `connect` and its pings. */
const OTHERS = /^\{("type":"presence|"id":\d+,"connect"|\}$)/

process.on('message', (storm: Storm) => {
  void run(storm).then(
    (ms) => process.send?.({ ms } satisfies StormResult),
    (error) => process.send?.({ error: String(error) } satisfies StormResult),
  )
})
process.on('disconnect', () => process.exit(0))

async function run({ port, path, rooms, clients }: Storm): Promise<number> {
  const began = performance.now()
  const waiting = clients.values()
  let left = clients.length
  const done = Promise.withResolvers<void>()
  const late = setTimeout(() => done.reject(new Error(`${left} are not there`)), PATIENCE_MS)
  const next = () => {
    const { value: client } = waiting.next()
    const room = rooms[client?.room ?? 0]
    if (client === undefined || room === undefined) return
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`)
    let seq = room.first - 1
    socket.onopen = () => {
      socket.send(client.hello)
      next()
    }
    const receive = (text: string) => {
      if (text.startsWith('{"type":"message.created"')) {
        const at = text.indexOf(SEQ) + SEQ.length
        if (Number.parseInt(text.slice(at, at + 9), 10) !== ++seq)
          done.reject(new Error(`expected ${seq}: ${text}`))
      } else if (text.includes('"publications":[')) {
        // Centrifugo: all that was missed, in the answer to the subscription.
        for (const { offset } of recoveredBy(text))
          if (offset !== ++seq) done.reject(new Error(`expected ${seq}: ${offset}`))
        if (seq !== room.last) done.reject(new Error(`recovered ${seq}, not ${room.last}`))
        else if (--left === 0) done.resolve()
      } else if (text.startsWith('{"type":"ready"')) {
        if (seq !== room.last) done.reject(new Error(`ready at ${seq}, not at ${room.last}`))
        else if (--left === 0) done.resolve()
      } else if (!OTHERS.test(text)) done.reject(new Error(text))
    }
    socket.onmessage = ({ data }) => {
      for (const text of String(data).split('\n')) receive(text)
    }
    socket.onclose = ({ code, reason }) => done.reject(new Error(`closed: ${code} ${reason}`))
  }
  for (let i = 0; i < HANDSHAKES; i++) next()
  await done.promise
  clearTimeout(late)
  return performance.now() - began
}

function recoveredBy(reply: string): readonly { readonly offset: number }[] {
  const { subscribe } = JSON.parse(reply)
  return subscribe.recovered === true ? subscribe.publications : []
}
