import type { Random } from '../history/random.ts'
import type { Client } from './client.ts'

/** Everything that people do in rooms, in an order that the seed decides. `isQuiet`: who may do what stays as it is. */
export async function play(
  random: Random,
  people: readonly Client[],
  rooms: string[],
  steps: number,
  { isQuiet = false } = {},
) {
  const said = new Map<string, string[]>(rooms.map((room) => [room, []]))
  const emoji = ['👍', '🎂', ':wave:']
  for (let n = 0; n < steps; n++) {
    const who = random.pick(people)
    const other = random.pick(people).id
    const room = random.pick(rooms)
    const ids = said.get(room) ?? []
    const path = `/rooms/${room}`
    const one = ids.length > 0 ? random.pick(ids) : 'msg_00000000000000000000000000'
    const message = `${path}/messages/${one}`
    const seq = random.between(1, ids.length + 4)
    const send = async (more: object = {}) => {
      const { status, body } = await who.call('POST', `${path}/messages`, { text: `${n}`, ...more })
      if (status === 201) ids.push(body.id)
    }
    const archive = () =>
      who.call('PATCH', path, { archived: random.chance(0.2), readOnly: random.chance(0.2) })
    const changeRole = () =>
      who.call('PATCH', `${path}/members/${other}`, { role: random.pick(['member', 'admin']) })
    const changeMember = async () => {
      if (other !== people[1]?.id && other !== people[0]?.id)
        await who.call(random.chance(0.3) ? 'DELETE' : 'PUT', `${path}/members/${other}`)
    }
    const deeds: (() => Promise<unknown>)[] = [
      () => send(),
      () => send(),
      () => send({ replyTo: one }),
      () => send({ thread: one }),
      () => send({ thread: one, inRoom: true }),
      () => send({ mentions: random.chance(0.5) ? { users: [other] } : { room: true } }),
      () => send(random.chance(0.5) ? { silent: true } : { system: true }),
      () => who.call('PATCH', message, { text: `edited ${n}` }),
      () => who.call('PATCH', message, { mentions: { users: [other] } }),
      () => who.call('DELETE', message),
      () => who.call('POST', `${message}/restore`),
      () => who.call('PUT', `${message}/reactions/${encodeURIComponent(random.pick(emoji))}`),
      () => who.call('PUT', `${message}/reactions/${encodeURIComponent(random.pick(emoji))}`),
      () => who.call('DELETE', `${message}/reactions/${encodeURIComponent(random.pick(emoji))}`),
      () => who.call(random.chance(0.7) ? 'PUT' : 'DELETE', `${path}/pins/${one}`),
      () => who.call('PUT', `${path}/read`, { seq }),
      () => who.call('PUT', `${path}/read`, { seq: seq * 2 }),
      () => who.call('PUT', `${path}/delivered`, { seq }),
      () => who.call('PUT', `${path}/unread`, { seq }),
      () => who.call('PUT', `${path}/threads/${one}/read`, { seq }),
      () => who.call(random.chance(0.5) ? 'PUT' : 'DELETE', `${path}/threads/${one}/follow`),
      () =>
        who.call('PATCH', `${path}/preferences`, { favourite: random.chance(0.5), position: n }),
      () =>
        who.call('PATCH', `${path}/preferences`, { receipts: random.pick(['public', 'private']) }),
      () => who.call('PATCH', `${path}/preferences`, { hiddenSeq: random.pick([seq, null]) }),
      () => who.call('PATCH', path, { topic: random.chance(0.5) ? `${n}` : '' }),
      archive,
      changeRole,
      () => who.call('PATCH', '/me', { name: `Name ${n}` }),
      () => who.call('POST', `${path}/invitations`, { user: other }),
      async () => {
        const { invitations } = await who.ask('GET', '/invitations')
        if (invitations.length > 0) await who.call('DELETE', `/invitations/${invitations[0].id}`)
      },
      changeMember,
    ]
    const changing: readonly (() => Promise<unknown>)[] = [archive, changeRole, changeMember]
    const deed = random.pick(deeds)
    if (!isQuiet || !changing.includes(deed)) await deed()
  }
}

/** A room that others must ask to join, of whose staff `me` is a member. */
export async function askedRoom(owner: Client, me: Client): Promise<string> {
  const { id } = await owner.room('public', me)
  await owner.ask('PATCH', `/rooms/${id}`, { entry: 'request' })
  await owner.ask('PATCH', `/rooms/${id}/members/${me.id}`, { role: 'moderator' })
  return id
}

/** What chance brings about too seldom. `asked`: see `askedRoom`. */
export async function rarities(
  owner: Client,
  me: Client,
  stranger: Client,
  room: string,
  asked: string,
): Promise<void> {
  const path = `/rooms/${room}`
  await owner.ask('PATCH', `${path}/members/${me.id}`, { role: 'moderator' })
  const { code } = await me.ask('POST', `${path}/invitations`, {})
  await stranger.ask('POST', '/invitations/accept', { code })
  const mine = await owner.ask('POST', `${path}/invitations`, { user: me.id })
  await me.ask('DELETE', `/invitations/${mine.id}`)
  const queue = `/rooms/${asked}/join-requests`
  for (const answer of ['decline', 'accept']) {
    const request = await stranger.ask('POST', queue, {})
    await stranger.ask('DELETE', `/join-requests/${request.id}`)
    await stranger.ask('POST', queue, {})
    await me.ask('POST', `/join-requests/${request.id}/${answer}`, {})
  }
  const ask = async (from: Client, to: Client) =>
    `/requests/${(await from.ask('POST', '/requests', { user: to.id })).id}`
  await me.ask('POST', `${await ask(owner, me)}/accept`)
  await me.ask('POST', `${await ask(owner, me)}/decline`, {})
  await me.ask('DELETE', await ask(me, owner))
  await me.ask('PATCH', '/me/consent', { requestsFrom: 'rooms' })
  const { id } = await owner.send(room, 'to react to, and pin')
  for (const method of ['PUT', 'DELETE', 'PUT']) {
    await me.ask(method, `${path}/messages/${id}/reactions/:rare:`)
    await owner.ask(method, `${path}/pins/${id}`)
  }
}
