import { expect, test } from 'bun:test'
import {
  cpSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const ROOT = join(import.meta.dir, '..')

/** Fields that somebody might add: where, after which text, and the files of the store that then must handle it. */
const ADDED: Readonly<Record<string, readonly [file: string, after: string, handledBy: string[]]>> =
  {
    addedToRoom: [
      'protocol/nouns/rooms.ts',
      'topic: z.string().optional(),',
      ['repositories/shared-rooms.ts', 'tables/rows.ts'],
    ],
    addedToUpdate: [
      'protocol/nouns/rooms.ts',
      'topic: Line(LIMITS.topicLength).optional(),',
      ['repositories/rooms.ts'],
    ],
    addedToMessage: [
      'protocol/nouns/message.ts',
      'inRoom: z.literal(true).optional(),',
      ['repositories/messages.ts', 'tables/rows.ts'],
    ],
    addedToSend: [
      'protocol/nouns/messages.ts',
      'clientId: ClientId.optional(),',
      ['repositories/messages.ts'],
    ],
    addedToInvite: [
      'protocol/nouns/invitations.ts',
      'maxUses: z.int().min(1).max(100_000).optional(),',
      ['repositories/invitations.ts'],
    ],
    addedToLeft: [
      'protocol/nouns/members.ts',
      'user: Sender, by: Sender,',
      ['log/event-payloads.ts', 'repositories/members.ts'],
    ],
    added_to_rooms: [
      'server/store/tables/tables.ts',
      'topic: string | null',
      [
        'queries/exported-rooms.ts',
        'queries/exported.ts',
        'queries/rooms.ts',
        'repositories/rooms.ts',
      ],
    ],
    added_to_messages: [
      'server/store/tables/tables.ts',
      'reply_to: MessageId | null',
      [
        'queries/exported-rooms.ts',
        'queries/messages.ts',
        'repositories/imports.ts',
        'repositories/messages.ts',
      ],
    ],
  }

test('[WAL-6] a field that is added to an entity, a command, an event or a table does not compile until the store handles it', async () => {
  using folder = copyWith(ADDED)
  const errors = await typeErrors(folder.root)
  const found = Object.fromEntries(
    Object.keys(ADDED).map((field) => [
      field,
      [
        ...new Set(errors.filter(({ text }) => text.includes(field)).map(({ file }) => file)),
      ].sort(),
    ]),
  )
  expect(found).toEqual(
    Object.fromEntries(Object.entries(ADDED).map(([field, [, , files]]) => [field, files])),
  )
}, 120_000)

/** The server and the protocol with the fields added. */
function copyWith(added: typeof ADDED) {
  const root = mkdtempSync(join(tmpdir(), 'parlance-whole-'))
  for (const part of ['server', 'protocol', 'package.json', 'tsconfig.json'])
    cpSync(join(ROOT, part), join(root, part), { recursive: true })
  symlinkSync(realpathSync(join(ROOT, 'node_modules')), join(root, 'node_modules'))
  for (const [field, [file, after]] of Object.entries(added)) {
    const path = join(root, file)
    const text = readFileSync(path, 'utf8')
    expect(text).toContain(after)
    const type = after.endsWith(',') ? 'z.string().optional(),' : 'string | null'
    writeFileSync(path, text.replaceAll(after, `${after}\n${field}: ${type}`))
  }
  writeFileSync(
    join(root, 'store.json'),
    JSON.stringify({ extends: './tsconfig.json', include: ['protocol', 'server'] }),
  )
  return { root, [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }) }
}

/** The type errors in the store, each with the file below `server/store`. */
async function typeErrors(root: string) {
  const check = Bun.spawn([process.execPath, 'check', '-p', 'store.json', '--no-pretty', '--all'], {
    cwd: root,
    stdout: 'pipe',
    stderr: 'pipe',
  })
  const [out, error] = await Promise.all([
    new Response(check.stdout).text(),
    new Response(check.stderr).text(),
  ])
  // The lines after the first one of an error are indented.
  return `${out}${error}`.split(/\n(?=\S)/).flatMap((text) => {
    const [, file] = /^server\/store\/([^(]+)\(/.exec(text) ?? []
    return file === undefined ? [] : [{ file, text }]
  })
}
