// Generated from protocol/ by `npm run generate`: do not edit.
import type { BackendCommandName } from './protocol.ts'

/** The REST route of each command, below `/api/v1`. */
export const ROUTES: Readonly<Record<BackendCommandName, string>> = {
  'users.create': 'POST /users',
  'users.list': 'GET /users',
  'users.get': 'GET /users/:user',
  'users.update': 'PATCH /users/:user',
  'users.delete': 'DELETE /users/:user',
  'permissions.explain': 'GET /users/:user/permissions/:command',
  'rooms.create': 'POST /rooms',
  'rooms.list': 'GET /rooms',
  'rooms.get': 'GET /rooms/:room',
  'rooms.update': 'PATCH /rooms/:room',
  'rooms.delete': 'DELETE /rooms/:room',
  'members.list': 'GET /rooms/:room/members',
  'members.add': 'PUT /rooms/:room/members/:user',
  'members.update': 'PATCH /rooms/:room/members/:user',
  'members.remove': 'DELETE /rooms/:room/members/:user',
  'messages.list': 'GET /rooms/:room/messages',
  'messages.get': 'GET /rooms/:room/messages/:message',
  'messages.send': 'POST /rooms/:room/messages',
  'messages.update': 'PATCH /rooms/:room/messages/:message',
  'messages.delete': 'DELETE /rooms/:room/messages/:message',
  'receipts.markRead': 'PUT /rooms/:room/members/:user/read',
  'receipts.markAllRead': 'PUT /users/:user/read',
  'tokens.create': 'POST /tokens',
  'keys.create': 'POST /keys',
  'keys.list': 'GET /keys',
  'keys.delete': 'DELETE /keys/:key',
  'statistics.get': 'GET /statistics',
  batch: 'POST /batch',
}
