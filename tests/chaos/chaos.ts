import { check } from '../history/checker.ts'
import { ownOf } from '../history/facts.ts'
import type { Ask, History, Violation } from '../history/history.ts'
import { Random } from '../history/random.ts'
import { type Person, type Place, Recorder } from '../history/recorder.ts'
import { CALM_MS, request } from '../history/rest.ts'
import { SocketChain } from '../history/socket-chain.ts'
import { freshDatabase } from '../support/database.ts'
import { waitFor, within } from '../support/wait.ts'
import { FAKETIME } from './clock.ts'
import { Device, personOf, type Signing } from './device.ts'
import type { Victims } from './faults/fault.ts'
import { harm } from './faults/nemesis.ts'
import { CLOCK_FAULT, START_FAULT } from './faults/node-faults.ts'
import { missing, type Owned, openAfterEnd, readFinals, readLists, replayAll } from './finals.ts'
import { quicksEmpty, seen } from './leaving.ts'
import { Meeting } from './meeting.ts'
import { Node } from './node.ts'
import { HABITS, type Habits, Someone, type World } from './people.ts'
import { makeQuickRoom, makeRooms } from './rooms.ts'
import { shells } from './shell.ts'

export type Plan = {
  readonly database: string
  readonly nodes: number
  readonly seconds: number
  readonly seed: number
  readonly redisUrl: string
  readonly services: Victims['services']
  readonly onFault?: (name: string) => void
  /** The folder of another build's `main.ts`. */
  readonly server?: string
  /** Only these, of the nemesis's. */
  readonly faults?: readonly string[]
  /** It lasts until so many were acknowledged, and so does a silence for some, if that is longer. */
  readonly sends?: number
  /** It also lasts until each of these has succeeded once: on a busy machine little is done in a while. */
  readonly calls?: readonly Ask['type'][]
  /** Before each harm at least so many are acknowledged. */
  readonly between?: number
  /** Who make the rooms in turn. */
  readonly people?: number
  readonly habits?: Partial<Habits>
  /** Whether it is looked, in the end, who is there when some have left: it takes seconds. */
  readonly leaving?: boolean
}

export type Verdict = {
  readonly seed: number
  readonly nodes: number
  readonly seconds: number
  readonly sends: number
  readonly acknowledged: number
  readonly unknown: number
  readonly stored: number
  readonly received: number
  readonly connections: number
  readonly resets: number
  readonly faults: Readonly<Record<string, number>>
  /** What could not be done here, and why. */
  readonly leftOut: readonly string[]
  /** From the last fault until all had been received, and read again from its beginning. */
  readonly quietMs: number
  readonly violations: readonly Violation[]
  readonly logged: Readonly<Record<string, number>>
}

const PEOPLE = 12
/** One of so many has an account, and so many devices; the others have a token of the app. */
const ACCOUNTS = 3
const DEVICES = 2
/** Rooms for plain text. */
const QUICK = 2
/** How much longer than planned it may take on a busy machine until so much is said as a plan wants. */
const BUSY_S = 300
/** The whole history is gone through at each look. */
const LOOK_MS = 200
/** Within this time after healing all is done, received and well. */
const QUIET_S = 60

/** Plays people on a cluster while it is harmed, heals it, and judges all that was done and received. */
export async function chaos(plan: Plan): Promise<{ verdict: Verdict; history: History }> {
  const database = await freshDatabase(undefined, plan.database)
  const nodes: Node[] = []
  try {
    for (let n = 0; n < plan.nodes; n++)
      nodes.push(
        await Node.open(
          { databaseUrl: database.url, redisUrl: plan.redisUrl },
          {
            server: plan.server,
            clock: isSkewed(plan) ? new Random(plan.seed + n) : undefined,
            kills: has(plan, START_FAULT) ? new Random(plan.seed - n) : undefined,
          },
        ),
      )
    return await play(plan, nodes)
  } finally {
    for (const node of nodes) await node.close()
    await database.drop()
  }
}

const has = ({ faults }: Plan, fault: string): boolean => faults?.includes(fault) ?? true
const isSkewed = (plan: Plan): boolean => FAKETIME !== undefined && has(plan, CLOCK_FAULT)

async function play(plan: Plan, nodes: readonly Node[]) {
  const recorder = new Recorder()
  const places = nodes.map(({ url }, node): Place => ({ node, url }))
  const ends = { isCalm: false }
  const signing = { recorder, places, isCalm: () => ends.isCalm }
  const devices = new Map<Person, readonly Device[]>()
  const people = await Promise.all(
    Array.from({ length: plan.people ?? PEOPLE }, async (_, n): Promise<Person> => {
      if (n % ACCOUNTS === ACCOUNTS - 1) {
        const all = await devicesOf(signing, plan.seed, n)
        const [first] = all
        if (first === undefined) throw new Error('nobody has signed up')
        devices.set(first, all)
        return first
      }
      return personOf(`user-${n}`, `User ${n}`)
    }),
  )
  const at = (n: number) => places[n % places.length] as Place
  // From before there is anything: every listener must hear all that it ever may.
  const cursors: string[] = []
  for (const [n, person] of people.entries())
    cursors.push((await request(at(n).url, person.token, 'GET', '/rooms')).body.cursor)

  // Only the staff, who owns the room, and the banned user receive what this user sends.
  const banned = people[people.length - 2] as Person
  await nodes[0]?.shadowBan(banned.id)
  const makers = people.filter((person) => person !== banned)
  const habits = { ...HABITS, ...plan.habits }
  const world: World = {
    recorder,
    places,
    rooms: [],
    corners: [],
    quiet: [],
    quicks: [],
    people,
    makers,
    banned,
    habits,
    said: [],
    deleted: [],
    isOver: false,
  }
  const everybody = people.map(
    (me, n) =>
      new Someone(
        world,
        me,
        cursors[n] ?? '',
        new Random(plan.seed * 1000 + n),
        devices.get(me)?.slice(1),
      ),
  )
  for (const chain of everybody.flatMap(({ chains }) => chains))
    if (chain instanceof SocketChain && chain.person instanceof Device) chain.person.socket = chain
  const [node] = nodes
  if (node === undefined) throw new Error('chaos without a node')
  const meeting = await Meeting.open({
    ...{ recorder, places, nodes, random: new Random(plan.seed * 1000 + 900) },
    person: (name) => personOf(`${name}-${plan.seed}`, name),
  })
  const made = await makeRooms(node, people, makers)
  const owned = [...made.rooms, ...made.corners, ...made.quiet]
  const quicks = await Promise.all(
    Array.from({ length: QUICK }, (_, n) =>
      makeQuickRoom(places, people, `Quick ${n} of ${crypto.randomUUID()}`),
    ),
  )
  const idsOf = (rooms: readonly { readonly id: string }[]) => rooms.map(({ id }) => id)
  Object.assign(world, {
    rooms: idsOf(made.rooms),
    corners: idsOf(made.corners),
    quiet: idsOf(made.quiet),
    quicks: idsOf(quicks),
  })
  const rooms = [
    ...owned.map(({ id, name, owner }) => ({ id, name, staff: [owner.id] })),
    ...quicks,
    meeting.room,
  ]
  const talking = world.quicks.flatMap((room, n) =>
    shells(world, room, () => new Random(plan.seed * 1000 + 500 + n)),
  )

  const until = performance.now() + plan.seconds * 1000
  const signingOn = [...devices.values()].flatMap((all) =>
    all.map((one) => one.live(all.filter((other) => other !== one))),
  )
  const lives = [...[...everybody, ...talking, meeting].map((one) => one.live()), ...signingOn]
  const acknowledged = () => recorder.succeeded('send').length
  const done = await harm({ nodes, services: plan.services }, plan, until, acknowledged)
  recorder.patienceMs = CALM_MS
  // What is said after the last harm shows what was lost in it: a hole is seen before the next.
  const isDone = (type: Ask['type']) => recorder.succeeded(type).length > 0
  const areDone = () => performance.now() > until && (plan.calls ?? []).every(isDone)
  // Who planned the calls sees which of them are missing.
  await waitFor(areDone, plan.seconds + BUSY_S, LOOK_MS).catch(() => undefined)
  ends.isCalm = true
  await waitFor(() => acknowledged() >= (plan.sends ?? 0), BUSY_S, LOOK_MS)
  await Bun.sleep(2000)

  world.isOver = true
  meeting.end()
  const healed = performance.now()
  const violations: Violation[] = []
  const never = (what: string) => (error: unknown) => {
    violations.push({
      rule: 'I15',
      says: `${what}: ${error instanceof Error ? error.message : error}`,
    })
  }
  for (const node of nodes) await node.isUp(QUIET_S).catch(never('a node did not come back'))
  await within(QUIET_S, Promise.all(lives)).catch(never('somebody still waits for an answer'))
  await meeting.erased().catch(never('nobody was erased'))
  const cursorOf = (person: Person) => cursors[people.indexOf(person)] ?? ''
  const [first] = makers
  const ownersOf = (rooms: readonly { readonly id: string; readonly owner?: Person }[]) =>
    rooms.flatMap(({ id: room, owner = first }): Owned[] =>
      // Of a quick room nobody is the owner: the first was in there before the others.
      owner === undefined ? [] : [{ room, owner, cursor: cursorOf(owner) }],
    )
  const owners = [...ownersOf(owned), ...ownersOf(quicks), ...meeting.owned]
  const all = [...people, ...meeting.people]
  const from = [...cursors, ...meeting.cursors]
  const own = all.map((owner, n) => ({ room: ownOf(owner.id), owner, cursor: from[n] ?? '' }))
  await readFinals(recorder, places, [...owners, ...own]).catch(never('the logs could not be read'))
  await readLists(recorder, places, owners, people).catch(never('the lists could not be read'))
  await replayAll(recorder, places, all, from).catch(never('no whole replay'))
  recorder.meetings.push(meeting.met)
  const listening = [...everybody, meeting].flatMap(({ chains }) => chains)
  const history = () => recorder.history(rooms)
  // To look through the history takes long, and only what is received changes what is missing.
  let looked = { size: -1, missing: 0 }
  const isAllHeard = () => {
    const { size } = recorder
    if (size !== looked.size) looked = { size, missing: missing(history(), listening) }
    return looked.missing + openAfterEnd(history(), listening) === 0
  }
  await waitFor(isAllHeard, 20, LOOK_MS).catch(never('not everybody has received everything'))
  const quietMs = Math.round(performance.now() - healed)
  // What is received from here on is of their leaving, after the logs were read.
  const [received, signals] = [[...recorder.received], [...recorder.signals]]
  for (const { chain } of talking) chain.close()
  if (plan.leaving ?? true) {
    await seen(recorder, places, everybody, ownersOf(made.rooms)).catch(never('no presence'))
    await quicksEmpty(recorder, places, people, ownersOf(quicks)).catch(never('no members'))
  }
  for (const one of [...devices.values()].flat()) one.close()
  for (const chain of listening) chain.close()
  const services = Object.values(plan.services)
  const troubled = [...listening, ...nodes, ...services]
  for (const trouble of troubled.flatMap((one) => one.troubles))
    violations.push({ rule: 'I15', says: trouble })

  const whole = { ...history(), received, signals }
  violations.push(...check(whole))
  const sends = whole.calls.filter(({ ask }) => ask.type === 'send' || ask.type === 'line')
  const logged = new Map<string, number>()
  for (const node of nodes)
    for (const [what, times] of node.logged) logged.set(what, (logged.get(what) ?? 0) + times)
  const verdict: Verdict = {
    seed: plan.seed,
    nodes: nodes.length,
    seconds: plan.seconds,
    sends: sends.length,
    acknowledged: sends.filter(({ outcome }) => outcome === 'ok').length,
    unknown: whole.calls.filter(({ outcome }) => outcome === 'info').length,
    stored: owners.reduce((sum, { room }) => sum + storedIn(whole, room), 0),
    received: whole.received.length,
    connections: listening.reduce((sum, chain) => sum + chain.connections, 0),
    resets: whole.received.filter(({ entry }) => entry === 'reset').length,
    faults: Object.fromEntries([...done].sort()),
    leftOut: FAKETIME === undefined ? ['wrong clocks, as libfaketime is not installed'] : [],
    quietMs,
    violations,
    logged: Object.fromEntries(logged),
  }
  return { verdict, history: whole }
}

/** Somebody new, who is signed in on each of their devices. */
const devicesOf = (signing: Signing, seed: number, n: number): Promise<Device[]> =>
  Device.people(
    signing,
    `user-${n}`,
    Array.from({ length: DEVICES }, (_, nth) => new Random(seed * 1000 + 700 + n * DEVICES + nth)),
  )

const storedIn = ({ finals }: History, room: string): number =>
  finals.find((final) => final.room === room && final.door === 'rest')?.entries.length ?? 0
