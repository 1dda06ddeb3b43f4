import type { Event } from '../../protocol/events.ts'
import { ownOf } from '../history/facts.ts'
import type { Door } from '../history/history.ts'
import { Random } from '../history/random.ts'
import { entryOf, type Recorder } from '../history/recorder.ts'
import { PASSWORD, signIn } from '../support/accounts.ts'
import { Client } from '../support/client.ts'
import { askedRoom, play, rarities } from '../support/life.ts'
import { muteAndBlock, reportAndAnswer } from '../support/order.ts'
import { type Parlance, token } from '../support/parlance.ts'
import { addAndRemoveIdentity } from '../support/sign-in.ts'
import { waitFor } from '../support/wait.ts'
import type { Driver } from './drivers.ts'
import { send } from './runtimes.ts'

type Line = { readonly name: string; readonly id: string; readonly door: Door; said: number }

/** Two who are live on a driver, in a room of theirs, and all that they hear written down. */
export async function story(driver: Driver, url: string, recorder: Recorder) {
  const cast: Line[] = []
  const people: Client[] = []
  for (const name of ['Ana', 'Ben']) {
    const id = `${name.toLowerCase()}-${crypto.randomUUID().slice(0, 8)}`
    const person = new Client(url, await token({ sub: id, name }), id)
    people.push(person)
    cast.push({
      name: `${driver.kind} ${id}`,
      id,
      door: /sse|go/.test(driver.kind) ? 'stream' : 'socket',
      said: 0,
    })
    recorder.listeners.push({ id: `${driver.kind} ${id}`, user: id })
  }
  driver.onTold((chat, told) => {
    const line = cast.find(({ name }) => name === chat)
    if (line === undefined || (told !== 'reset' && told.seq === undefined)) return
    const connection = driver
      .notes(chat)
      .states.filter(({ state }) => state === 'connecting').length
    const entry = told === 'reset' ? told : entryOf(told as unknown as Event)
    recorder.hear(
      { listener: chat, connection, node: 0, door: line.door },
      { log: told === 'reset' ? '' : told.log, entry },
    )
  })
  for (const [i, { name }] of cast.entries()) await driver.live(name, url, people[i]?.token ?? '')
  const [ana, ben] = people as [Client, Client]
  const { cursor } = await ana.ask('GET', '/rooms')
  const { id } = await ana.room('group', ben)
  const owned = (room: string, { id, token }: Client) => ({ room, owner: { id, token }, cursor })
  const own = people.map((person) => owned(ownOf(person.id), person))
  return { driver, cast, room: owned(id, ana), own }
}

/** The SDK repeats it until it is answered: it is answered. */
export async function speak(
  recorder: Recorder,
  driver: Driver,
  chat: Line,
  room: string,
): Promise<void> {
  const clientId = `${chat.id}-${chat.said++}`
  const text = `${clientId} in ${room}`
  const call = recorder.begin(chat.id, 0, chat.door, { type: 'send', room, clientId, text })
  recorder.end(call, 200, await send(driver, chat.name, room, text, { clientId }))
}

/** Events of every kind that I hear; the last is that a room is deleted. */
export async function everything(
  server: Parlance,
  owner: Client,
  me: Client,
  seed: number,
): Promise<void> {
  const others = [me, await server.guest('Gus'), await server.guest('Gerda')]
  const room = await owner.room('group', ...others)
  const doomed = await owner.room('group', me)
  await owner.ask('PATCH', `/rooms/${room.id}/members/${me.id}`, { role: 'admin' })
  await play(new Random(seed), [owner, ...others], [room.id], 200)
  await owner.ask('PATCH', `/rooms/${room.id}`, { archived: false, readOnly: false })
  const asked = await askedRoom(owner, me)
  await rarities(owner, me, await server.guest('Greta'), room.id, asked)
  for (const method of ['PUT', 'DELETE']) await others[1]?.ask(method, `/rooms/${room.id}/typing`)
  await others[1]?.ask('PUT', '/me/presence', { status: 'here' })
  const { user } = await me.ask('GET', '/account')
  const { pair } = await signIn(server, user.handle)
  await me.ask('DELETE', `/sessions/${pair.session}`)
  await addAndRemoveIdentity(me)
  await me.ask('PATCH', '/account', {
    password: 'another password of mine',
    currentPassword: PASSWORD,
  })
  const made = await me.ask('POST', '/me/exports')
  await waitFor(async () => {
    const { exports } = await me.ask('GET', '/me/exports')
    return exports.some(({ id, state }: typeof made) => id === made.id && state === 'ready')
  })
  await sendHidden(server, owner, me)
  const [, gus, gerda] = others
  if (gus && gerda) {
    await muteAndBlock(server, me, gus)
    const watched = await owner.room('group', ...others)
    await owner.ask('PATCH', `/rooms/${watched.id}/members/${me.id}`, { role: 'moderator' })
    await reportAndAnswer(owner, gus, await gerda.send(watched.id, 'buy this'))
  }
  await owner.ask('DELETE', `/rooms/${doomed.id}`)
}

/** A message of a shadow-banned user in a room where I am a plain member. */
async function sendHidden(server: Parlance, owner: Client, me: Client): Promise<void> {
  const troll = await server.guest('Troll')
  const room = await owner.room('group', me, troll)
  await server.backend().ask('POST', '/sanctions', { kind: 'shadow_ban', user: troll.id })
  await troll.send(room.id, 'nobody reads this')
}
