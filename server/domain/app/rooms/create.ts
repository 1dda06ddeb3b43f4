import { Refusal } from '../../../../protocol/refusals.ts'
import type { Tx } from '../../ports.ts'
import { establish, pairOf } from '../../rooms/rules.ts'
import { existing } from '../../users/rules.ts'
import { system } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'

type Input = Parameters<typeof createRoom>[0]['input']

/** Nobody owns it whom the app does not make its owner. */
export const createRoom: AppUseCase<'rooms.create'> = ({ store, input }) =>
  store.write(async (tx) => {
    const key = keyOf(input)
    const found = key === undefined ? undefined : await tx.rooms.byKey(key)
    if (found !== undefined) return { made: false, value: found }
    const { members: _, key: __, ...settings } = { key: undefined, ...input }
    const room = { ...settings, ...(key !== undefined && { key }) }
    return {
      made: true,
      value: await establish(tx, room, await people(tx, input), await system(tx)),
    }
  })

/** The app's keys are apart from those of the server's own making. */
function keyOf(input: Input): string | undefined {
  if (input.type === 'dm') {
    const [a, b] = input.members
    return a && pairOf(a.user, b?.user)
  }
  return input.key === undefined ? undefined : `app ${input.key}`
}

async function people(tx: Tx, input: Input) {
  const named = new Map(
    input.members.map(
      (member) => [member.user, 'role' in member ? member.role : 'member'] as const,
    ),
  )
  if (named.size < input.members.length)
    throw new Refusal('invalid_input', 'A user is named twice: name each user once', {
      members: 'names one twice',
    })
  const found: Parameters<typeof establish>[2][number][] = []
  for (const [id, role] of named) found.push({ user: await existing(tx, id), role })
  return found
}
