import * as z from 'zod'
import { ErasureId, ExportId, ReportId, RoomId, UserId } from '../../protocol/ids.ts'

/** The last try is some half an hour after the first one: the link in the mail must still be of use. */
const MAIL = { atOnce: 4, tries: 7 } as const

/**
 * Every kind of background job. `body`: what it has to do. `everySeconds`: a recurring job, which runs again so long
 * after it has ended. `atOnce`: how many jobs of the kind one node runs at once, 1 by default. `tries`: after how many
 * failures it is parked, `TRIES` by default. The code of a kind is in server/jobs/: see JobCode there.
 */
export const JOBS = {
  'tickets.sweep': { body: z.strictObject({}), everySeconds: 600 },
  'sessions.sweep': { body: z.strictObject({}), everySeconds: 3600 },
  'links.sweep': { body: z.strictObject({}), everySeconds: 3600 },
  'signInAttempts.sweep': { body: z.strictObject({}), everySeconds: 600 },
  'requests.sweep': { body: z.strictObject({}), everySeconds: 3600 },
  'usage.sweep': { body: z.strictObject({}), everySeconds: 3600 },
  'challenges.sweep': { body: z.strictObject({}), everySeconds: 600 },
  'invitations.sweep': { body: z.strictObject({}), everySeconds: 600 },
  'mailCounts.sweep': { body: z.strictObject({}), everySeconds: 3600 },
  'mail.verification': { body: z.strictObject({ user: UserId }), ...MAIL },
  'mail.emailChanged': { body: z.strictObject({ user: UserId }), ...MAIL },
  // Without a user nobody has the login: the job is stored nevertheless, so that the request takes the same time.
  'mail.passwordLink': { body: z.strictObject({ user: UserId.optional() }), ...MAIL },
  'reports.announce': { body: z.strictObject({ report: ReportId }) },
  'reports.sweep': { body: z.strictObject({}), everySeconds: 3600 },
  'messages.emptyTrash': { body: z.strictObject({}), everySeconds: 15 },
  'messages.deleteAll': {
    body: z.strictObject({ user: UserId, by: UserId, room: RoomId.optional() }),
  },
  'users.erase': { body: z.strictObject({ erasure: ErasureId }) },
  'users.export': { body: z.strictObject({ export: ExportId }) },
  'exports.deleteFiles': { body: z.strictObject({}) },
  'exports.sweep': { body: z.strictObject({}), everySeconds: 3600 },
  'events.sweep': { body: z.strictObject({}), everySeconds: 86_400 },
  'guests.sweep': { body: z.strictObject({}), everySeconds: 86_400 },
  'quickRooms.sweep': { body: z.strictObject({}), everySeconds: 3600 },
  'invitations.deleteEnded': { body: z.strictObject({}), everySeconds: 86_400 },
  'messages.expire': { body: z.strictObject({}), everySeconds: 15 },
  'messages.applyRetention': { body: z.strictObject({}), everySeconds: 3600 },
  'rooms.applyRetention': { body: z.strictObject({ room: RoomId }) },
  // Only on nodes with a folder for backups, and as often as their settings say.
  'backups.write': { body: z.strictObject({}), everySeconds: 86_400 },
  'rooms.erase': { body: z.strictObject({ room: RoomId }) },
} as const satisfies { readonly [kind: string]: KindOfJob }

type KindOfJob = {
  readonly body: z.ZodType
  readonly everySeconds?: number
  readonly atOnce?: number
  readonly tries?: number
}

/** With the pauses of `delayMs`, the last try is some 14 hours after the first one. */
const TRIES = 10
const FIRST_DELAY_MS = 5000

export type JobKind = keyof typeof JOBS
export type JobBody<K extends JobKind> = Readonly<z.output<(typeof JOBS)[K]['body']>>

export const isJobKind = (kind: string): kind is JobKind => Object.hasOwn(JOBS, kind)

export const JOB_KINDS: readonly JobKind[] = Object.keys(JOBS).filter(isJobKind)

const kindOf = (kind: JobKind): KindOfJob => JOBS[kind]

export const atOnceOf = (kind: JobKind): number => kindOf(kind).atOnce ?? 1
export const triesOf = (kind: JobKind): number => kindOf(kind).tries ?? TRIES

export type RecurringKind = {
  [K in JobKind]: (typeof JOBS)[K] extends { everySeconds: number } ? K : never
}[JobKind]

const isRecurring = (kind: JobKind): kind is RecurringKind =>
  kindOf(kind).everySeconds !== undefined

export const RECURRING: readonly RecurringKind[] = JOB_KINDS.filter(isRecurring)

/** The unique key of a recurring job is its kind, so that there is one of it. Other jobs of the kind run once. */
export const recurringKindOf = (job: {
  readonly kind: string
  readonly uniqueKey?: string | undefined
}): RecurringKind | undefined =>
  RECURRING.find((kind) => kind === job.kind && kind === job.uniqueKey)

export const everyMsOf = (kind: RecurringKind): number => JOBS[kind].everySeconds * 1000

/** The pause after a number of failures, in ms: three times as long each time. `random`: from 0 to 1, for the jitter. */
export const delayMs = (failures: number, random: number): number =>
  Math.round(FIRST_DELAY_MS * 3 ** (failures - 1) * (0.8 + 0.4 * random))
