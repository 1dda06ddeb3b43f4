import { Cluster, Redis } from 'ioredis'
import type { Log } from '../../protocol/ids.ts'
import type { BroadcastHandler, Bus, BusHandlers, Topic } from './bus.ts'
import { decode, type EncodedEvent } from './encoded-event.ts'
import { CannotJoin, hostOf, isFinal, redisReason } from './redis-reasons.ts'

/** A publish that Redis has not taken by then is given up: the log has the event. */
const PUBLISH_MS = 500
const START_MS = 3000
/** Between two attempts to start with it, from and to. */
const RETRY_MS = { least: 250, most: 5000 }

type Client = Redis | Cluster
type Hearing = { on(name: string, hear: (channel: string, message: string) => void): unknown }

/**
 * Redis or Valkey: `redis://`, `rediss://`, or with several hosts, separated by commas, a Cluster with
 * sharded pub/sub. Each log is a channel. Where nobody answers yet it is waited for, as a node that
 * crashed must be able to come back while Redis is away; `onWait` is told why, once for each reason.
 */
export async function openRedisBus(
  url: string,
  onError: (error: unknown) => void,
  onWait: (line: string) => void,
): Promise<Bus> {
  const host = hostOf(url)
  let told = ''
  for (let wait = RETRY_MS.least; ; wait = Math.min(wait * 2, RETRY_MS.most))
    try {
      const { say, hear } = await join(url)
      return new RedisBus(say, hear, onError)
    } catch (error) {
      const reason = redisReason(error, host)
      if (reason.isFinal) throw new CannotJoin(reason.says)
      if (told !== reason.says) onWait(`${reason.says} The start waits for it.`)
      told = reason.says
      await Bun.sleep(wait)
    }
}

/** Both connections, or neither. */
async function join(url: string): Promise<{ say: Client; hear: Client }> {
  // What cannot be said now is not said later: by then it is history, and that is read from the log.
  const say = connect(url, { enableOfflineQueue: false, commandTimeout: PUBLISH_MS })
  const hear = connect(url, {})
  let cause: unknown
  // The clients report every failed attempt to come back; they do come back, for as long as it takes.
  for (const client of [say, hear])
    client.on('error', (error) => {
      if (!isFinal(cause)) cause = error
    })
  try {
    await within(START_MS, Promise.all([say.connect(), hear.connect()]))
    await within(START_MS, say.ping())
    // Who may not publish or subscribe would hear nothing, and say nothing of it.
    await within(START_MS, say.publish(CHANNEL, ''))
    await within(START_MS, hear.subscribe(CHANNEL))
    await within(START_MS, hear.unsubscribe(CHANNEL))
    return { say, hear }
  } catch (error) {
    say.disconnect()
    hear.disconnect()
    // A connection that closed says only that; why, it said as an event.
    throw isFinal(error) ? error : (cause ?? error)
  }
}

class RedisBus implements Bus {
  readonly isAlone = false
  readonly #publisher: Client
  readonly #subscriber: Client
  readonly #onError: (error: unknown) => void
  readonly #isSharded: boolean
  /** Says whose a message is: one's own is received already. */
  readonly node = crypto.randomUUID().slice(0, 8)
  readonly #followed = new Set<Log>()
  #failed = 0
  readonly #handlers = new Map<string, BroadcastHandler>()
  echoedAt = Number.NEGATIVE_INFINITY

  constructor(say: Client, hear: Client, onError: (error: unknown) => void) {
    this.#publisher = say
    this.#subscriber = hear
    this.#onError = onError
    this.#isSharded = hear instanceof Cluster
  }

  get isDown(): boolean {
    return this.#subscriber.status !== 'ready' || this.#failed > 0
  }

  start({ receive, receiveEphemeral, suspectLoss }: BusHandlers): void {
    const arrived = (channel: string, message: string) => {
      if (message.startsWith(this.node)) {
        if (channel === BROADCAST) this.echoedAt = performance.now()
        return
      }
      const word = message.slice(this.node.length)
      try {
        if (channel.startsWith(BROADCAST))
          this.#receiveBroadcast(word, message.slice(0, this.node.length))
        else if (word.startsWith(EPHEMERAL))
          receiveEphemeral(logOfChannel(channel), word.slice(EPHEMERAL.length))
        else receive(decode(word))
      } catch (error) {
        this.#onError(error)
      }
    }
    const hear: Hearing = this.#subscriber
    hear.on(this.#isSharded ? 'smessage' : 'message', arrived)
    // It was away, and subscribes again by itself: what was said meanwhile is in the log.
    hear.on('ready', suspectLoss)
  }

  publish(event: EncodedEvent): void {
    this.#send(channelOf(event.log), this.node + event.text)
  }

  publishEphemeral(log: Log, signal: string): void {
    this.#send(channelOf(log), this.node + EPHEMERAL + signal)
  }

  async follow(logs: readonly Log[]): Promise<void> {
    for (const log of logs) this.#followed.add(log)
    await this.#subscribe(logs.map(channelOf))
  }

  unfollow(logs: readonly Log[]): void {
    for (const log of logs) this.#followed.delete(log)
    const channels = logs.map(channelOf)
    const done = this.#isSharded
      ? Promise.all(channels.map((channel) => this.#subscriber.sunsubscribe(channel)))
      : this.#subscriber.unsubscribe(...channels)
    void done.catch(this.#onError)
  }

  broadcast(topic: Topic, word: string, to?: string): void {
    this.#send(to === undefined ? BROADCAST : `${BROADCAST}:${to}`, `${this.node}${topic} ${word}`)
  }

  async onBroadcast(topic: Topic, hear: BroadcastHandler): Promise<void> {
    this.#handlers.set(topic, hear)
    await this.#subscribe([BROADCAST, `${BROADCAST}:${this.node}`])
  }

  #receiveBroadcast(word: string, from: string): void {
    const end = word.indexOf(' ')
    this.#handlers.get(word.slice(0, end))?.(word.slice(end + 1), from)
  }

  async isFollowedElsewhere(log: Log): Promise<boolean> {
    const ask = this.#isSharded ? 'SHARDNUMSUB' : 'NUMSUB'
    const question = ['PUBSUB', ask, channelOf(log)] as const
    const answer = await asking(this.#publisher)(...question)
    const [, count] = Array.isArray(answer) ? answer : []
    return Number(count) > (this.#followed.has(log) ? 1 : 0)
  }

  async close(): Promise<void> {
    this.#publisher.disconnect()
    this.#subscriber.disconnect()
  }

  /** Down: it is subscribed to when Redis is back, and until then the log is looked at. */
  async #subscribe(channels: readonly string[]): Promise<void> {
    const done = this.#isSharded
      ? Promise.all(channels.map((channel) => this.#subscriber.ssubscribe(channel)))
      : this.#subscriber.subscribe(...channels)
    await within(PUBLISH_MS, done).catch(this.#onError)
  }

  #send(channel: string, message: string): void {
    const sent = this.#isSharded
      ? this.#publisher.spublish(channel, message)
      : this.#publisher.publish(channel, message)
    sent.then(this.#sent, this.#lost)
  }

  readonly #sent = () => {
    this.#failed = 0
  }

  /** Said once, not for each of thousands. */
  readonly #lost = (error: unknown) => {
    if (this.#failed++ === 0) this.#onError(error)
  }
}

/** To all; with a node behind it, to that one. */
const BROADCAST = 'parlance:broadcast'
/** Before what passes: an event begins with a brace. */
const EPHEMERAL = '~'
const CHANNEL = 'parlance:'
const channelOf = (log: Log): string => CHANNEL + log
const logOfChannel = (channel: string): Log => channel.slice(CHANNEL.length) as Log

type Manner = { readonly enableOfflineQueue?: boolean; readonly commandTimeout?: number }

function connect(url: string, { enableOfflineQueue = true, ...manner }: Manner): Client {
  const each = { connectTimeout: START_MS, ...manner }
  const hosts = url.split(',')
  if (hosts.length === 1)
    return new Redis(url, {
      lazyConnect: true,
      maxRetriesPerRequest: null,
      enableOfflineQueue,
      ...each,
    })
  const urls = hosts.map((host) => new URL(/^\w+:\/\//.test(host) ? host : `redis://${host}`))
  const { username = '', password = '' } = urls[0] ?? {}
  const who = { ...(username && { username }), ...(password && { password }) }
  return new Cluster(
    urls.map(({ hostname, port }) => ({ host: hostname, port: Number(port || 6379) })),
    {
      lazyConnect: true,
      shardedSubscribers: true,
      enableOfflineQueue,
      redisOptions: { ...each, ...who },
    },
  )
}

function within<T>(ms: number, done: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<T>()
  const timer = setTimeout(() => reject(new Error('it did not answer in time')), ms)
  return Promise.race([done, promise]).finally(() => clearTimeout(timer))
}

const asking =
  (client: Client) =>
  (command: string, ...args: string[]) =>
    client instanceof Cluster ? client.call(command, ...args) : client.call(command, ...args)
