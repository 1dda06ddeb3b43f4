import type { Message } from '../../protocol/entities.ts'
import type { Client } from './client.ts'
import type { Parlance } from './parlance.ts'

/** I am muted, appeal, and may write again; I block somebody for a moment. */
export async function muteAndBlock(server: Parlance, me: Client, other: Client): Promise<void> {
  const backend = server.backend()
  const mute = await backend.ask('POST', '/sanctions', { kind: 'mute', user: me.id })
  await me.ask('POST', `/me/sanctions/${mute.id}/appeal`, { text: 'It was not me' })
  await backend.ask('DELETE', `/sanctions/${mute.id}`)
  for (const method of ['PUT', 'DELETE']) await me.ask(method, `/me/blocks/${other.id}`)
}

/** A report to the staff of a room, which claims and closes it. */
export async function reportAndAnswer(
  staff: Client,
  reporter: Client,
  { id }: Message,
): Promise<void> {
  const { report } = await reporter.ask('POST', '/reports', { message: id, reason: 'spam' })
  await staff.ask('POST', `/reports/${report}/claim`, {})
  await staff.ask('POST', `/reports/${report}/close`, { outcome: 'dismissed' })
}
