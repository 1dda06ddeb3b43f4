import { ownOf } from './facts.ts'
import type { Answer, Ask, Call, Connection, Entry, Heard } from './history.ts'
import { NODES } from './model-state.ts'
import type { Random } from './random.ts'

/** Somebody with an account and two devices, who is a member of nothing. */
export const FAY = 'fay'
const STEPS = 40

type Device = {
  readonly listener: string
  session: string
  refreshToken: string
  used: string | undefined
  connection: number
  at: number
}

/** Sessions as a server without faults would end them: what each device asks, and receives of their own log. */
export function sessionHistory(random: Random) {
  const calls: Call[] = []
  const log: Entry[] = []
  const received: Heard[] = []
  const connections: Connection[] = []
  let now = 0
  let count = 0
  const devices = [1, 2].map(
    (n): Device => ({
      listener: `${FAY}/${n}`,
      session: '',
      refreshToken: '',
      used: undefined,
      connection: 0,
      at: 0,
    }),
  )

  const put = (ask: Ask, session: string | undefined, answer: Answer, ended = now + 5) => {
    const outcome = answer.type === 'reuse' ? ('fail' as const) : ('ok' as const)
    const node = random.between(0, NODES - 1)
    calls.push({
      ...{ user: FAY, node, door: 'rest', ask, session, begun: now - 5, ended },
      ...{ outcome, answer },
    })
  }

  function hear(device: Device, most = Number.POSITIVE_INFINITY): void {
    const { listener, connection } = device
    for (let n = 0; n < most; n++) {
      const entry = log[device.at]
      if (entry === undefined) return
      device.at++
      const at = now + n / 1000
      received.push({ listener, connection, node: 0, door: 'socket', at, log: ownOf(FAY), entry })
      if (entry.subject === device.session) return
    }
  }

  function signIn(device: Device): void {
    device.session = `ses-${++count}`
    device.refreshToken = `token-${count}-0`
    device.used = undefined
    const { session, refreshToken, listener } = device
    const ask = { type: 'signIn', login: FAY, password: 'secret' } as const
    put(ask, undefined, { type: 'signIn', session, accessToken: '', refreshToken })
    now += 10
    connections.push({
      ...{ listener, session, begun: now, isRefused: false },
      connection: ++device.connection,
    })
  }

  function end(device: Device, reason: string): void {
    log.push({
      seq: log.length + 1,
      type: 'session.ended',
      subject: device.session,
      detail: reason,
    })
  }

  /** Its last connection hears the end, and is closed; another one is refused. */
  function over(device: Device): void {
    now += 10
    hear(device)
    const { session, listener } = device
    connections.push({
      ...{ listener, session, begun: now, isRefused: true },
      connection: ++device.connection,
    })
    signIn(device)
  }

  function refresh(device: Device): void {
    const { session, refreshToken } = device
    const next = `${refreshToken}+`
    const ask = { type: 'refresh', session, refreshToken } as const
    const answer = { type: 'refresh', session, accessToken: '', refreshToken: next } as const
    put(ask, session, answer)
    if (random.chance(0.5)) put(ask, session, answer) // Twice at once, on any nodes.
    device.used = refreshToken
    device.refreshToken = next
  }

  for (const device of devices) signIn(device)
  for (let step = 0; step < STEPS; step++) {
    now += random.between(10, 30)
    const [device, other] = random.chance(0.5) ? devices : devices.toReversed()
    if (device === undefined || other === undefined) break
    const { session } = device
    const choice = random.next()
    if (choice < 0.3) put({ type: 'rooms' }, session, { type: 'rooms', rooms: [] })
    else if (choice < 0.55) refresh(device)
    else if (choice < 0.65) hear(device, random.between(1, 3))
    else if (choice < 0.75) {
      put({ type: 'signOut', session: other.session }, session, { type: 'signOut' })
      end(other, 'signed_out')
      over(other)
    } else if (choice < 0.85) {
      const others = random.chance(0.5)
      put({ type: 'signOutAll', others }, session, { type: 'signOutAll' })
      const ended = others ? [other] : devices
      for (const one of ended) end(one, 'signed_out_everywhere')
      for (const one of ended) over(one)
    } else if (device.used !== undefined) {
      put({ type: 'refresh', session, refreshToken: device.used }, undefined, { type: 'reuse' })
      end(device, 'reuse')
      over(device)
    }
  }
  now += 10
  for (const device of devices) hear(device)
  const listeners = devices.map(({ listener }) => ({ id: listener, user: FAY }))
  return { calls, log, received, connections, listeners }
}
