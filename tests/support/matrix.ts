import * as z from 'zod'
import { COMMANDS, type CommandName } from '../../protocol/commands.ts'
import type { Op } from '../../protocol/op.ts'
import type { Client } from './client.ts'
import type { Parlance } from './parlance.ts'

export const IN_ROOM = ['owner', 'admin', 'moderator', 'member', 'author'] as const
export const OUTSIDE = ['left', 'stranger'] as const
/** Plain members of the room, with a role on the whole server. */
export const SERVER_STAFF = ['serverModerator', 'administrator'] as const

const SERVER_ROLES = [
  ['serverModerator', 'moderator'],
  ['administrator', 'administrator'],
] as const

export const COMMAND_NAMES = Object.keys(COMMANDS) as CommandName[]

export const NOBODYS = {
  room: 'room_00000000000000000000000000',
  message: 'msg_00000000000000000000000000',
  invitation: 'inv_00000000000000000000000000',
  joinRequest: 'jrq_00000000000000000000000000',
  request: 'req_00000000000000000000000000',
  user: 'nobody-at-all',
  session: 'ses_00000000000000000000000000',
  link: 'link_00000000000000000000000000',
  identity: 'idn_00000000000000000000000000',
  sanction: 'san_00000000000000000000000000',
  erasure: 'ers_00000000000000000000000000',
  export: 'exp_00000000000000000000000000',
  legalHold: 'hld_00000000000000000000000000',
  report: 'rpt_00000000000000000000000000',
  wordList: 'wrd_00000000000000000000000000',
}

export type Objects = Readonly<
  Record<'room' | 'message' | 'invitation' | 'joinRequest' | 'user', string>
> & {
  readonly request?: string
  readonly sanction?: string
  readonly serverSanction?: string
  readonly erasure?: string
  readonly export?: string
  readonly legalHold?: string
  readonly session?: string
  readonly link?: string
  readonly wordList?: string
}

/** What a command must have, and no more, about these objects. */
export const inputOf = (name: CommandName, objects: Objects) =>
  neededBy(name, COMMANDS[name], objects)

/** The fields of an input, and those without which it is refused. A matrix asks for the same many hundred times. */
function fieldsOf(op: Op) {
  const known = FIELDS.get(op)
  if (known !== undefined) return known
  const { required = [], properties = {} } = z.toJSONSchema(op.input, {
    io: 'input',
    unrepresentable: 'any',
  })
  FIELDS.set(op, { required, properties })
  return { required, properties }
}
const FIELDS = new WeakMap<Op, { required: readonly string[]; properties: object }>()

export function neededBy(name: string, op: Op, objects: Objects): Record<string, unknown> {
  const { required, properties } = fieldsOf(op)
  const values: Record<string, unknown> = {
    seq: 3,
    text: 'x',
    emoji: ':x:',
    role: name === 'users.updateRole' ? 'moderator' : 'member',
    command: 'rooms.list',
    handle: `h-${crypto.randomUUID().slice(0, 18)}`,
    login: 'nobody',
    password: 'a long password',
    code: '000000',
    kind: 'mute',
    outcome: name === 'reports.close' ? 'dismissed' : 'upheld',
    messages: 'keep',
    reason: 'x',
    erasure: NOBODYS.erasure,
    export: NOBODYS.export,
    legalHold: NOBODYS.legalHold,
    passkey: 'pky_00000000000000000000000000',
    credential: { id: 'nothing' },
    purpose: 'sign_up',
    session: NOBODYS.session,
    link:
      name === 'passwords.reset' || name === 'emails.verify'
        ? `pl_link_${'A'.repeat(43)}`
        : NOBODYS.link,
    provider: 'nobody',
    redirectUri: 'https://app.example/signed-in',
    flow: 'nothing',
    callback: 'https://app.example/signed-in?code=x',
    identity: NOBODYS.identity,
    sanction: NOBODYS.sanction,
    report: NOBODYS.report,
    wordList: NOBODYS.wordList,
    name: 'New',
    action: 'mask',
    words: ['unsaid'],
    ...objects,
    ...(/^serverSanctions/.test(name) && { sanction: objects.serverSanction ?? NOBODYS.sanction }),
    requestsFrom: 'rooms',
  }
  // Who or what is banned or held: one of two fields, of which no schema requires one.
  const isOneOf = 'addresses' in properties || name === 'legalHolds.create'
  const more = isOneOf ? ['user'] : []
  return Object.fromEntries(
    [...required, ...more].map((field) => {
      if (!(field in values)) throw new Error(`${name}: what is a ${field}?`)
      return [field, values[field]]
    }),
  )
}

export const call = (who: Client, name: CommandName, objects: Objects) =>
  callOp(who, COMMANDS[name], inputOf(name, objects))

export function callOp(who: Client, { method, path }: Op, input: Record<string, unknown>) {
  const address = path.replace(/:(\w+)/g, (_, field) => {
    const value = input[field]
    delete input[field]
    return encodeURIComponent(String(value))
  })
  const query = method === 'GET' && Object.keys(input).length > 0
  const asked = new URLSearchParams(input as Record<string, string>)
  return who.call(
    method,
    query ? `${address}?${asked}` : address,
    method === 'GET' || method === 'DELETE' ? undefined : input,
  )
}

/** A request of somebody new: after a refusal the later requests of the same user are dropped. */
export async function requestTo(server: Parlance, user: string): Promise<string> {
  const asker = await server.user('Asker')
  return (await asker.ask('POST', '/requests', { user })).id
}

export async function cast(server: Parlance) {
  const names = [...IN_ROOM, ...OUTSIDE, ...SERVER_STAFF, 'target'] as const
  const people = {} as Record<(typeof names)[number], Client>
  for (const name of names) {
    people[name] = await server.user(name)
    await people[name].ask('GET', '/me')
  }
  const backend = server.backend()
  for (const [name, role] of SERVER_ROLES)
    await backend.ask('PATCH', `/users/${people[name].id}`, { role })
  let asked: Promise<string> | undefined
  let requests = 0
  /** A join request of a new user to an open room with one of each role in it: nobody can ask to join a group. */
  const joinRequest = async (): Promise<string> => {
    if (requests++ % REQUESTS === 0) asked = askedRoom(people)
    const asker = await server.user('asker')
    return (await asker.ask('POST', `/rooms/${await asked}/join-requests`, {})).id
  }
  /** A group with one of each role in it, and something of each kind to act upon, or only what this command acts upon. */
  const group = async (command?: CommandName): Promise<Objects> => {
    const { owner, author, target, left } = people
    const staff = SERVER_STAFF.map((name) => people[name])
    const members = [people.admin, people.moderator, people.member, author, target, left, ...staff]
    const ids = members.map(({ id }) => id)
    const room = await owner.ask('POST', '/rooms', { type: 'group', name: 'A room', members: ids })
    for (const role of ['admin', 'moderator'] as const)
      await owner.ask('PATCH', `/rooms/${room.id}/members/${people[role].id}`, { role })
    const message = await author.send(room.id, 'a word of our own')
    await left.ask('DELETE', `/rooms/${room.id}/members/me`)
    const invitation = async () => (await owner.ask('POST', `/rooms/${room.id}/invitations`, {})).id
    const sanction = async () => {
      const input = { kind: 'mute', user: target.id }
      const { id } = await owner.ask('POST', `/rooms/${room.id}/sanctions`, input)
      await target.ask('POST', `/me/sanctions/${id}/appeal`, { text: 'No' })
      return id
    }
    const wordList = async () => {
      const words = { name: 'Words', action: 'refuse', words: ['unsaid'] }
      return (await owner.ask('POST', `/rooms/${room.id}/word-lists`, words)).id
    }
    const isOfServer = command?.startsWith('serverSanctions.')
    return {
      room: room.id,
      message: message.id,
      user: target.id,
      invitation: await needed(command, 'invitation', invitation),
      joinRequest: await needed(command, 'joinRequest', joinRequest),
      ...(!isOfServer && { sanction: await needed(command, 'sanction', sanction) }),
      ...(isOfServer !== false && {
        serverSanction: await needed(command, 'sanction', () => serverSanctionOn(server, target)),
      }),
      wordList: await needed(command, 'wordList', wordList),
    }
  }
  return { people, group, joinRequest }
}

/** Made if the command acts upon one, or any may: otherwise nobody's. */
export async function needed(
  command: CommandName | undefined,
  field: 'invitation' | 'joinRequest' | 'sanction' | 'wordList',
  make: () => Promise<string>,
): Promise<string> {
  const isNeeded = command === undefined || fieldsOf(COMMANDS[command]).required.includes(field)
  return isNeeded ? make() : NOBODYS[field]
}

/** The join requests that one room has at most: less than its limit. */
const REQUESTS = 100

async function askedRoom(people: Readonly<Record<string, Client>>): Promise<string> {
  const { owner, admin, moderator, member, author, left } = people
  if (!owner || !admin || !moderator || !member || !author || !left)
    throw new Error('a user is missing')
  const staff = SERVER_STAFF.flatMap((name) => people[name] ?? [])
  const { id } = await owner.room('public', admin, moderator, member, author, left, ...staff)
  await owner.ask('PATCH', `/rooms/${id}`, { entry: 'request' })
  for (const [role, { id: user }] of Object.entries({ admin, moderator }))
    await owner.ask('PATCH', `/rooms/${id}/members/${user}`, { role })
  await left.ask('DELETE', `/rooms/${id}/members/me`)
  return id
}

/** A mute on the whole server, against which the user has appealed. */
export async function serverSanctionOn(server: Parlance, user: Client): Promise<string> {
  const { id } = await server.backend().ask('POST', '/sanctions', { kind: 'mute', user: user.id })
  await user.ask('POST', `/me/sanctions/${id}/appeal`, { text: 'No' })
  return id
}
