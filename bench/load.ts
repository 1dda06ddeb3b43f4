import type { Tally } from './client.ts'
import { connectIdle, gather, type Room, type Target, tokenOf } from './crowd.ts'
import type { Answer, Job } from './jobs.ts'
import { getPages } from './pages.ts'

// The load generator: a process of its own, told over a pipe what to do next.

/** 200 bytes, as a person's message more or less is. */
const TEXT = 'A message of two hundred bytes. '.repeat(7).slice(0, 200)
const PATIENCE_MS = 60_000

const tally: Tally = { deliveries: 0, failed: undefined, delays: undefined }
let target: Target | undefined
let rooms: readonly Room[] = []
let run = 0

process.on('message', (job: Job) => {
  void perform(job).then(
    (ms) => process.send?.({ ms } satisfies Answer),
    (error) => process.send?.({ error: String(error) } satisfies Answer),
  )
})
process.on('disconnect', () => process.exit(0))

/** See `Load.perform`. */
async function perform(job: Job): Promise<number> {
  run++
  tally.deliveries = 0
  const began = performance.now()
  switch (job.do) {
    case 'gather':
      target = job.target
      rooms = await gather(job.target, tally, job.rooms, job.members, job.isShared)
      break
    case 'idle':
      target = job.target
      await connectIdle(job.target, tally, job.from, job.count)
      break
    case 'broadcast':
      await broadcast(job.messages, job.senders, job.perSecond)
      break
    case 'pace':
      return pace(job.messages, job.perSecond)
    case 'send':
      await send(job.messages, job.senders, job.inFlight)
      break
    case 'pages':
      await pages(job.of, job.count, job.connections)
  }
  if (tally.failed !== undefined) throw new Error(tally.failed)
  return performance.now() - began
}

/** In one room so many members speak in the same moment, again and again. */
async function broadcast(messages: number, senders: number, perSecond: number): Promise<void> {
  const [room] = rooms
  if (room === undefined) throw new Error('nobody is there')
  const began = performance.now()
  for (let sent = 0; sent < messages; sent += senders) {
    await Bun.sleep(began + (sent * 1000) / perSecond - performance.now())
    // Who falls behind the rate is not buried under it.
    await within(
      Promise.all(room.clients.slice(0, senders).map((one) => one.send(room.id, TEXT, run))),
    )
  }
  await delivered(messages * room.clients.length)
}

async function pace(messages: number, perSecond: number): Promise<number> {
  const [room] = rooms
  if (room === undefined) throw new Error('nobody is there')
  const delays: number[] = []
  tally.delays = delays
  const began = performance.now()
  const sent: Promise<void>[] = []
  for (let i = 0; i < messages; i++) {
    const due = began + (i * 1000) / perSecond
    const wait = due - performance.now()
    if (wait > 0) await Bun.sleep(wait)
    const text = `@${due.toFixed(3)} ${TEXT}`.slice(0, TEXT.length)
    sent.push(room.clients[i % room.clients.length]?.send(room.id, text, run) ?? Promise.resolve())
  }
  await within(Promise.all(sent))
  await delivered(messages * room.clients.length)
  tally.delays = undefined
  if (tally.failed !== undefined) throw new Error(tally.failed)
  return delays.sort((a, b) => a - b)[Math.ceil(delays.length * 0.99) - 1] ?? Number.NaN
}

/** In each room so many members speak, each again as soon as the last was acknowledged. */
async function send(messages: number, senders: number, inFlight?: number): Promise<void> {
  let left = messages
  const speak = async (room: Room, client: Room['clients'][number]) => {
    while (left-- > 0 && tally.failed === undefined) await client.send(room.id, TEXT, run)
  }
  const speakers = Array.from({ length: senders }, (_, n) => n).flatMap((n) =>
    rooms.flatMap((room) => {
      const client = room.clients[n]
      return client === undefined ? [] : [{ room, client }]
    }),
  )
  await within(
    Promise.all(speakers.slice(0, inFlight).map(({ room, client }) => speak(room, client))),
  )
  await delivered(messages * (rooms[0]?.clients.length ?? 0))
}

async function pages(of: 'messages' | 'rooms', count: number, connections: number): Promise<void> {
  const [room] = rooms
  if (target === undefined || room === undefined) throw new Error('nobody is there')
  const token = await tokenOf(target.variant, 0)
  const authorization = target.variant === 'product' ? `Bearer ${token}` : token
  const path =
    of === 'rooms' ? '/api/v1/rooms?limit=50' : `/api/v1/rooms/${room.id}/messages?limit=50`
  await within(getPages(target.port, path, authorization, count, connections))
}

async function delivered(deliveries: number): Promise<void> {
  const until = performance.now() + PATIENCE_MS
  while (tally.deliveries < deliveries && tally.failed === undefined) {
    if (performance.now() > until)
      throw new Error(`${tally.deliveries} of ${deliveries} were delivered`)
    await Bun.sleep(1)
  }
  if (tally.deliveries > deliveries) throw new Error('something was delivered twice')
}

async function within(work: Promise<unknown>): Promise<void> {
  const late = Bun.sleep(PATIENCE_MS).then(() => {
    throw new Error('the server took too long')
  })
  await Promise.race([work, late])
}
