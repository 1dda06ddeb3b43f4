import * as z from 'zod'
import { ExportId, UserId } from '../ids.ts'
import { LIMITS } from '../limits.ts'
import { op } from '../op.ts'
import { event } from './event.ts'
import { after, count, Limit, nothing, Time } from './shared.ts'

export const ExportedFile = z
  .object({ name: z.string(), rows: count })
  .meta({ id: 'ExportedFile', description: 'A file in the ZIP, and how many rows it has.' })

export const Export = z
  .object({
    id: ExportId,
    user: UserId,
    requestedBy: z.enum(['user', 'app']),
    state: z.enum(['waiting', 'running', 'ready', 'over']),
    files: z.array(ExportedFile),
    bytes: count,
    createdAt: Time,
    finishedAt: Time.optional(),
    until: Time.optional(),
  })
  .meta({
    id: 'Export',
    description:
      'A copy of all data of a user, and its receipt. `state`: `waiting` until a legal hold ends; `running`; `ready`, from `finishedAt` to `until`; `over` when the file was removed. `files` and `bytes` (compressed): what is done so far. The file is at `GET /api/v1/me/exports/:export/file`, with a token or with `?ticket=`; on the management port at `GET /api/v1/exports/:export/file`.',
  })

export type Export = Readonly<z.infer<typeof Export>>

const create = { method: 'POST', output: Export, status: [201, 200] } as const

export const EXPORT_COMMANDS = {
  'exports.create': op({
    ...create,
    path: '/me/exports',
    asker: 'user',
    cost: 50,
    summary:
      'Copy all data of the caller into a ZIP file, in the background. Repeated while it runs, it answers the same export. A new one removes the file of the last one',
    input: nothing,
  }),
  'exports.list': op({
    method: 'GET',
    path: '/me/exports',
    asker: 'user',
    cost: 5,
    summary: `List the last ${LIMITS.exportsListed} exports of the caller, the latest first`,
    input: nothing,
    output: z.object({ exports: z.array(Export) }),
    status: 200,
  }),
} as const

export const EXPORT_APP_COMMANDS = {
  'exports.create': op({
    ...create,
    path: '/exports',
    asker: 'app',
    scope: 'data:write',
    summary:
      'Copy all data of a user into a ZIP file, in the background. Repeated while it runs, it answers the same export. The user does not see it',
    input: z.strictObject({ user: UserId }),
  }),
  'exports.get': op({
    method: 'GET',
    path: '/exports/:export',
    asker: 'app',
    scope: 'data:read',
    summary: 'Get an export, its progress and its receipt',
    input: z.strictObject({ export: ExportId }),
    output: Export,
    status: 200,
  }),
  'exports.list': op({
    method: 'GET',
    path: '/exports',
    asker: 'app',
    scope: 'data:read',
    summary: 'List exports, the latest first: all, or those of a user',
    input: z.strictObject({
      user: UserId.optional(),
      after: after(/^exp_[0-9a-z]{26}$/),
      limit: Limit,
    }),
    output: z.object({ exports: z.array(Export), next: z.string().optional() }),
    status: 200,
  }),
} as const

export const EXPORT_EVENTS = {
  'export.finished': event(
    'export.finished',
    { export: ExportId },
    'An export that the user has asked for is ready. It is in the user’s own log.',
  ),
} as const
