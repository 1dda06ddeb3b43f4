import type { Person } from './prices-client.ts'
import { PricedSocket } from './prices-sockets.ts'

// A process of its own: some people who chat, and how long each of their sends takes. What the one who does
// their worst has to read meanwhile is not in it.

export type Chat = {
  readonly port: number
  readonly room: string
  readonly people: readonly Person[]
  readonly perSecond: number
}
export type ChatJob = { readonly open: Chat } | { readonly seconds: number }
/** What each send took, in ms, from being sent until it was acknowledged. */
export type Chatted = readonly number[]

let chat: Chat | undefined
const sockets: PricedSocket[] = []
let said = 0

process.on('message', async (job: ChatJob) => process.send?.(await perform(job)))

async function perform(job: ChatJob): Promise<Chatted> {
  if ('seconds' in job)
    return (await Promise.all(sockets.map((each) => speak(each, job.seconds)))).flat()
  chat = job.open
  for (const person of job.open.people) sockets.push(await PricedSocket.open(job.open.port, person))
  return []
}

/** At a steady rate, whether or not the ones before were acknowledged. */
async function speak(socket: PricedSocket, seconds: number): Promise<Chatted> {
  const { room = '', perSecond = 1 } = chat ?? {}
  const taken: Promise<number>[] = []
  await Bun.sleep((Math.random() * 1000) / perSecond)
  for (let i = 0; i < seconds * perSecond; i++) {
    taken.push(timed(() => socket.command('messages.send', { room, text: `Hello ${++said}` })))
    await Bun.sleep(1000 / perSecond)
  }
  return Promise.all(taken)
}

async function timed(work: () => Promise<{ readonly refused?: string }>): Promise<number> {
  const began = performance.now()
  const { refused } = await work()
  if (refused !== undefined) throw new Error(`a send was refused: ${refused}`)
  return performance.now() - began
}
