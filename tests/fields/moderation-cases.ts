import type { MutationName } from '../../server/transports/graphql/schema/names.ts'
import type { At } from './at.ts'
import { type Case, type Cases, ownId } from './case.ts'
import type { Found } from './entities.ts'

const legalHold = {
  entity: 'legalHold',
  keyOf: ownId,
  reads: ['legalHolds.list'],
  appReads: ['legalHolds.list'],
  event: 'those whom it concerns are not told',
} as const satisfies Partial<Case>

export const LEGAL_HOLD_CASES = [
  { ...legalHold, given: ({ ben }: At) => ({ user: ben.id }), without: ['room'] },
  { ...legalHold, given: ({ room }: At) => ({ room }), without: ['user'] },
] as const satisfies readonly Case[]

/** Commands of bans and mutes, and of the rights to data. */
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
  // See tests/exports.test.ts.
  'exports.create': { actsOn: [] },
  // It ends the caller: see tests/erasures.test.ts.
  'erasures.create': { actsOn: ['messages', 'password'] },
  'legalHolds.create': LEGAL_HOLD_CASES,
  'legalHolds.delete': { actsOn: ['legalHold'] },
  'sanctions.appeal': { actsOn: ['sanction', 'text'] },
  // Only a user with a role on the server can: see tests/sanctions.test.ts.
  'serverSanctions.create': { actsOn: ['kind', 'user', 'addresses', 'until', 'reason'] },
  'serverSanctions.delete': { actsOn: ['sanction'] },
  'serverSanctions.answerAppeal': { actsOn: ['sanction', 'outcome', 'note'] },
} as const satisfies Partial<Cases<MutationName>>
