import { Cluster, Redis } from 'ioredis'
import type { Log } from '../../protocol/ids.ts'
import type { BroadcastHandler, Bus, BusHandlers, Topic } from './bus.ts'
import { type EncodedEvent, fromBus, partsOf, toBus } from './encoded-event.ts'
import { CannotConnect, hostOf, isFinalError, redisReason } from './redis-reasons.ts'

/** How long Redis may take to accept a publish. After that it is given up, as the log has the event. */
const PUBLISH_MS = 500
const CONNECT_MS = 3000
/** Redis disconnects a subscriber for which more than 32 MB wait, so a large commit takes several messages. */
const MESSAGE_CHARS = 256 * 1024
/** The pause between two attempts to connect at the start. */
const RETRY_MS = { min: 250, max: 5000 }

type Client = Redis | Cluster
/** The common part of both clients: their own overloads cannot be called through the union. */
type MessageSource = {
  on(name: string, listener: (channel: string, message: string) => void): unknown
}

/**
 * Redis or Valkey: `redis://`, `rediss://`, or with several hosts, separated by commas, a Cluster with
 * sharded pub/sub. Each log is a channel. If no server answers, the start waits, because a node that
 * crashed must be able to restart while Redis is down. `onWait` receives each reason once.
 */
export async function openRedisBus(
  url: string,
  onError: (error: unknown) => void,
  onWait: (line: string) => void,
): Promise<Bus> {
  const host = hostOf(url)
  let reported = ''
  for (let wait = RETRY_MS.min; ; wait = Math.min(wait * 2, RETRY_MS.max))
    try {
      const { publisher, subscriber } = await connectBoth(url)
      return new RedisBus(publisher, subscriber, onError)
    } catch (error) {
      const { isFinal, reason } = redisReason(error, host)
      if (isFinal) throw new CannotConnect(reason)
      if (reported !== reason) onWait(`${reason} The start waits until a server answers.`)
      reported = reason
      await Bun.sleep(wait)
    }
}

/** Opens both connections, or neither. */
async function connectBoth(url: string): Promise<{ publisher: Client; subscriber: Client }> {
  // No offline queue: an event that cannot be published now is read from the log later.
  const publisher = createClient(url, { enableOfflineQueue: false, commandTimeout: PUBLISH_MS })
  const subscriber = createClient(url, {})
  let cause: unknown
  // The clients report every failed attempt to reconnect, and continue until one succeeds.
  for (const client of [publisher, subscriber])
    client.on('error', (error) => {
      if (!isFinalError(cause)) cause = error
    })
  try {
    await within(CONNECT_MS, Promise.all([publisher.connect(), subscriber.connect()]))
    await within(CONNECT_MS, publisher.ping())
    // Without the right to publish or subscribe the bus would later fail in silence.
    await within(CONNECT_MS, publisher.publish(CHANNEL, ''))
    await within(CONNECT_MS, subscriber.subscribe(CHANNEL))
    await within(CONNECT_MS, subscriber.unsubscribe(CHANNEL))
    return { publisher, subscriber }
  } catch (error) {
    publisher.disconnect()
    subscriber.disconnect()
    // The error of a closed connection does not contain the cause; the earlier `error` event does.
    throw isFinalError(error) ? error : (cause ?? error)
  }
}

class RedisBus implements Bus {
  readonly isAlone = false
  readonly #publisher: Client
  readonly #subscriber: Client
  readonly #onError: (error: unknown) => void
  readonly #isSharded: boolean
  /** The prefix of each message: a node ignores its own messages. */
  readonly nodeId = crypto.randomUUID().slice(0, 8)
  readonly #followed = new Set<Log>()
  /** Publishes that failed since the last success. */
  #failures = 0
  readonly #handlers = new Map<string, BroadcastHandler>()
  echoedAt = Number.NEGATIVE_INFINITY

  constructor(publisher: Client, subscriber: Client, onError: (error: unknown) => void) {
    this.#publisher = publisher
    this.#subscriber = subscriber
    this.#onError = onError
    this.#isSharded = subscriber instanceof Cluster
  }

  get isDown(): boolean {
    return this.#subscriber.status !== 'ready' || this.#failures > 0
  }

  start({ receive, receiveEphemeral, suspectLoss }: BusHandlers): void {
    const onMessage = (channel: string, message: string) => {
      if (message.startsWith(this.nodeId)) {
        if (channel === BROADCAST) this.echoedAt = performance.now()
        return
      }
      const payload = message.slice(this.nodeId.length)
      try {
        if (channel.startsWith(BROADCAST))
          this.#receiveBroadcast(payload, message.slice(0, this.nodeId.length))
        else if (payload.startsWith(EPHEMERAL))
          receiveEphemeral(logOfChannel(channel), payload.slice(EPHEMERAL.length))
        else for (const event of fromBus(logOfChannel(channel), payload)) receive(event)
      } catch (error) {
        this.#onError(error)
      }
    }
    const source: MessageSource = this.#subscriber
    source.on(this.#isSharded ? 'smessage' : 'message', onMessage)
    // The client has reconnected; events that it missed until it is subscribed again are in the log.
    source.on('ready', () => void this.#subscribeAgain().then(suspectLoss))
  }

  publish(log: Log, events: readonly EncodedEvent[]): void {
    for (const part of partsOf(events, MESSAGE_CHARS))
      this.#send(channelOf(log), this.nodeId + toBus(part))
  }

  publishEphemeral(log: Log, payload: string): void {
    this.#send(channelOf(log), this.nodeId + EPHEMERAL + payload)
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

  broadcast(topic: Topic, message: string, to?: string): void {
    const channel = to === undefined ? BROADCAST : `${BROADCAST}:${to}`
    this.#send(channel, `${this.nodeId}${topic} ${message}`)
  }

  async onBroadcast(topic: Topic, handler: BroadcastHandler): Promise<void> {
    this.#handlers.set(topic, handler)
    await this.#subscribe([BROADCAST, `${BROADCAST}:${this.nodeId}`])
  }

  #receiveBroadcast(payload: string, from: string): void {
    const end = payload.indexOf(' ')
    this.#handlers.get(payload.slice(0, end))?.(payload.slice(end + 1), from)
  }

  async isFollowedElsewhere(log: Log): Promise<boolean> {
    const subcommand = this.#isSharded ? 'SHARDNUMSUB' : 'NUMSUB'
    const reply = await call(this.#publisher, 'PUBSUB', subcommand, channelOf(log))
    const [, count] = Array.isArray(reply) ? reply : []
    return Number(count) > (this.#followed.has(log) ? 1 : 0)
  }

  async close(): Promise<void> {
    this.#publisher.disconnect()
    this.#subscriber.disconnect()
  }

  /** A Cluster does it by itself. */
  async #subscribeAgain(): Promise<void> {
    const channels = [...this.#followed].map(channelOf)
    if (this.#handlers.size > 0) channels.push(BROADCAST, `${BROADCAST}:${this.nodeId}`)
    if (!this.#isSharded && channels.length > 0) await this.#subscribe(channels)
  }

  /** If Redis is down, the client subscribes when it is back; until then the node reads the log. */
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
    sent.then(this.#onSuccess, this.#onFailure)
  }

  readonly #onSuccess = () => {
    this.#failures = 0
  }

  /** Reports the first failure only: thousands of publishes can fail in a row. */
  readonly #onFailure = (error: unknown) => {
    if (this.#failures++ === 0) this.#onError(error)
  }
}

/** The channel to all nodes; with `:` and a node's id, to that node. */
const BROADCAST = 'parlance:broadcast'
/** The prefix of ephemeral events: other messages begin with a bracket. */
const EPHEMERAL = '~'
const CHANNEL = 'parlance:'
const channelOf = (log: Log): string => CHANNEL + log
const logOfChannel = (channel: string): Log => channel.slice(CHANNEL.length) as Log

type Options = { readonly enableOfflineQueue?: boolean; readonly commandTimeout?: number }

function createClient(url: string, { enableOfflineQueue = true, ...options }: Options): Client {
  const common = { connectTimeout: CONNECT_MS, ...options }
  const hosts = url.split(',')
  if (hosts.length === 1)
    return new Redis(url, {
      lazyConnect: true,
      maxRetriesPerRequest: null,
      // Its own promise is caught by nobody: it would be an unhandled rejection if the connection ends meanwhile.
      autoResubscribe: false,
      enableOfflineQueue,
      ...common,
    })
  const urls = hosts.map((host) => new URL(/^\w+:\/\//.test(host) ? host : `redis://${host}`))
  const { username = '', password = '' } = urls[0] ?? {}
  const credentials = { ...(username && { username }), ...(password && { password }) }
  return new Cluster(
    urls.map(({ hostname, port }) => ({ host: hostname, port: Number(port || 6379) })),
    {
      lazyConnect: true,
      shardedSubscribers: true,
      enableOfflineQueue,
      redisOptions: { ...common, ...credentials },
    },
  )
}

function within<T>(ms: number, done: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<T>()
  const timer = setTimeout(() => reject(new Error('it did not answer in time')), ms)
  return Promise.race([done, promise]).finally(() => clearTimeout(timer))
}

/** Both branches are the same, for TypeScript: the overloads of the two cannot be called through the union. */
const call = (client: Client, command: string, ...args: string[]): Promise<unknown> =>
  client instanceof Cluster ? client.call(command, ...args) : client.call(command, ...args)
