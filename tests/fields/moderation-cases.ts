import type { MutationName } from '../../server/transports/graphql/schema/names.ts'
import { type Cases, ownId } from './case.ts'
import type { Found } from './entities.ts'

/** Commands of bans and mutes. */
export const MODERATION_CASES = {
  'blocks.create': { actsOn: ['user'] },
  'blocks.delete': { actsOn: ['user'] },
  'sanctions.create': [
    {
      entity: 'sanction',
      keyOf: ownId,
      given: ({ room, ben }) => ({ room, user: ben.id, kind: 'mute' }),
      shown: { user: (value, { user }) => (user as Found)['id'] === value },
      reads: ['sanctions.list'],
      appReads: ['sanctions.list'],
      event: { type: 'sanction.created' },
    },
  ],
  'sanctions.delete': { actsOn: ['room', 'sanction'] },
  'sanctions.answerAppeal': { actsOn: ['room', 'sanction', 'outcome', 'note'] },
  'sanctions.appeal': { actsOn: ['sanction', 'text'] },
  // Only a user with a role on the server can: see tests/sanctions.test.ts.
  'serverSanctions.create': { actsOn: ['kind', 'user', 'addresses', 'until', 'reason'] },
  'serverSanctions.delete': { actsOn: ['sanction'] },
  'serverSanctions.answerAppeal': { actsOn: ['sanction', 'outcome', 'note'] },
} as const satisfies Partial<Cases<MutationName>>
