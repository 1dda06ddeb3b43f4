import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { EJSON, serialize } from 'bson'
import { FIXTURES } from './imports.ts'

/** Where the export of a format is. That of Rocket.Chat is BSON, which is written into `folder`. */
export function exportOf(format: string, folder: string): string {
  const path = join(FIXTURES, EXPECTED[format]?.file ?? '')
  if (format !== 'rocketchat') return path
  const dump = join(folder, 'dump')
  mkdirSync(dump)
  const collections: object = EJSON.parse(readFileSync(path, 'utf8'))
  for (const [name, documents] of Object.entries(collections))
    writeFileSync(
      join(dump, `${name}.bson`),
      Buffer.concat(documents.map((each: object) => serialize(each))),
    )
  return dump
}

/** What an import of the fixture of each format has, with names in place of ids. */
export const EXPECTED: Readonly<
  Record<string, { file: string; lines: object[]; leftOut: number }>
> = {
  slack: {
    file: 'slack',
    leftOut: 3,
    lines: [
      { type: 'user', name: 'Ana', handle: 'ana' },
      { type: 'user', name: 'Ben', handle: 'ben' },
      { type: 'user', name: 'Weather', bot: true },
      { type: 'room', kind: 'public', name: 'general', topic: 'All of us' },
      { type: 'room', kind: 'public', name: 'random', archived: true },
      { type: 'room', kind: 'dm' },
      ...['general', 'dm'].flatMap((room) =>
        ['Ana', 'Ben'].map((user) => ({ type: 'member', room, user })),
      ),
      { type: 'member', room: 'random', user: 'Ana' },
      {
        type: 'message',
        room: 'general',
        sender: 'Ana',
        at: '2023-01-01T08:00:01.000Z',
        text: 'Hello @ben, see the page (https://example.org/a) & #random',
        reactions: [
          { emoji: ':+1:', user: 'Ben', at: '2023-01-01T08:00:01.000Z' },
          { emoji: ':tada:', user: 'Ana', at: '2023-01-01T08:00:01.000Z' },
          { emoji: ':tada:', user: 'Ben', at: '2023-01-01T08:00:01.000Z' },
        ],
      },
      {
        type: 'message',
        room: 'general',
        sender: 'Ben',
        at: '2023-01-01T08:00:02.000Z',
        text: 'a reply',
        thread: 'Hello @ben, see the page (https://example.org/a) & #random',
        editedAt: '2023-01-01T08:00:05.000Z',
      },
      said('general', 'Weather', '2023-01-01T08:00:03.000Z', 'Sunny'),
      {
        ...said('general', 'Ana', '2023-01-02T08:00:00.000Z', 'also to the room'),
        thread: 'Hello @ben, see the page (https://example.org/a) & #random',
        inRoom: true,
      },
      said('random', 'Ana', '2023-01-01T08:00:01.000Z', '*waves*'),
      said('dm', 'Ben', '2023-01-01T08:00:09.000Z', 'only to you'),
    ],
  },
  mattermost: {
    file: 'mattermost.jsonl',
    leftOut: 2,
    lines: [
      { type: 'user', name: 'Ana', handle: 'ana' },
      { type: 'user', name: 'Ben Berg', handle: 'ben' },
      { type: 'room', kind: 'public', name: 'Town Square', topic: 'All of us' },
      { type: 'room', kind: 'group', name: 'Closed' },
      { type: 'room', kind: 'dm' },
      { type: 'member', room: 'Town Square', user: 'Ana', role: 'admin' },
      { type: 'member', room: 'Town Square', user: 'Ben Berg' },
      { type: 'member', room: 'Closed', user: 'Ana' },
      { type: 'member', room: 'dm', user: 'Ana' },
      { type: 'member', room: 'dm', user: 'Ben Berg' },
      {
        ...said('Town Square', 'Ana', '2023-01-01T08:00:01.000Z', 'Hello'),
        editedAt: '2023-01-01T08:00:05.000Z',
        reactions: [{ emoji: ':tada:', user: 'Ben Berg', at: '2023-01-01T08:00:03.000Z' }],
      },
      {
        ...said('Town Square', 'Ben Berg', '2023-01-01T08:00:02.000Z', 'a reply'),
        thread: 'Hello',
      },
      said('Town Square', 'Ana', '2023-01-01T08:00:07.000Z', 'twice in a millisecond'),
      said('Town Square', 'Ana', '2023-01-01T08:00:07.000Z', 'twice in a millisecond'),
      said('Closed', 'Ana', '2023-01-01T08:00:08.000Z', 'closed'),
      said('dm', 'Ben Berg', '2023-01-01T08:00:09.000Z', 'only to you'),
    ],
  },
  discord: {
    file: 'discord.json',
    leftOut: 2,
    lines: [
      { type: 'user', name: 'Ana', handle: 'ana' },
      { type: 'user', name: 'Ben', handle: 'ben' },
      { type: 'room', kind: 'public', name: 'general', topic: 'All of us' },
      { type: 'member', room: 'general', user: 'Ana' },
      { type: 'member', room: 'general', user: 'Ben' },
      {
        ...said('general', 'Ana', '2023-01-01T08:00:01.500Z', 'Hello'),
        editedAt: '2023-01-01T08:00:05.000Z',
        reactions: [{ emoji: '🎉', user: 'Ben', at: '2023-01-01T08:00:01.500Z' }],
      },
      { ...said('general', 'Ben', '2023-01-01T08:00:02.000Z', 'an answer'), replyTo: 'Hello' },
    ],
  },
  rocketchat: {
    file: 'rocketchat.json',
    leftOut: 5,
    lines: [
      { type: 'user', name: 'Ana', handle: 'ana' },
      { type: 'user', name: 'Ben', handle: 'ben' },
      { type: 'user', name: 'Cleo', handle: 'cleo' },
      { type: 'user', name: 'Rocket.Cat', handle: 'rocket.cat', bot: true },
      { type: 'room', kind: 'public', name: 'general', topic: 'All of us' },
      { type: 'room', kind: 'group', name: 'Closed', archived: true },
      { type: 'room', kind: 'announcement', name: 'news' },
      { type: 'room', kind: 'dm' },
      { type: 'room', kind: 'group', name: 'ana, ben, cleo' },
      { type: 'member', room: 'general', user: 'Ana', role: 'owner' },
      { type: 'member', room: 'general', user: 'Ben' },
      { type: 'member', room: 'Closed', user: 'Ana' },
      ...['Ana', 'Ben'].map((user) => ({ type: 'member', room: 'dm', user })),
      ...['Ana', 'Ben', 'Cleo'].map((user) => ({ type: 'member', room: 'ana, ben, cleo', user })),
      {
        ...said('general', 'Ana', '2023-01-01T08:00:01.000Z', 'Hello'),
        editedAt: '2023-01-01T08:00:05.000Z',
        reactions: [
          { emoji: ':tada:', user: 'Ben', at: '2023-01-01T08:00:01.000Z' },
          { emoji: ':tada:', user: 'Cleo', at: '2023-01-01T08:00:01.000Z' },
        ],
      },
      { ...said('general', 'Ben', '2023-01-01T08:00:02.000Z', 'a reply'), thread: 'Hello' },
      {
        ...said('general', 'Ben', '2023-01-01T08:00:03.000Z', 'also to the room'),
        thread: 'Hello',
        inRoom: true,
      },
      {
        ...said('general', 'Rocket.Cat', '2023-01-01T08:00:04.000Z', 'an answer'),
        replyTo: 'Hello',
      },
      said('Closed', 'Ana', '2023-01-01T08:00:05.000Z', 'the plan'),
      said('dm', 'Ben', '2023-01-01T08:00:06.000Z', 'only to you'),
      said('ana, ben, cleo', 'Cleo', '2023-01-01T08:00:07.000Z', 'to you two'),
    ],
  },
  zulip: {
    file: 'zulip',
    leftOut: 2,
    lines: [
      { type: 'user', name: 'Ana', handle: 'ana' },
      { type: 'user', name: 'Ben Berg', handle: 'ben-berg' },
      { type: 'user', name: 'Cleo', handle: 'cleo' },
      { type: 'user', name: 'Weather', handle: 'weather', bot: true },
      { type: 'room', kind: 'public', name: 'general', topic: 'All of us' },
      { type: 'room', kind: 'group', name: 'closed', archived: true },
      { type: 'room', kind: 'dm' },
      { type: 'room', kind: 'group', name: 'Direct messages' },
      { type: 'member', room: 'general', user: 'Ana', role: 'admin' },
      { type: 'member', room: 'general', user: 'Ben Berg' },
      { type: 'member', room: 'closed', user: 'Ana' },
      ...['Ana', 'Ben Berg'].map((user) => ({ type: 'member', room: 'dm', user })),
      ...['Ana', 'Ben Berg', 'Cleo'].map((user) => {
        return { type: 'member', room: 'Direct messages', user }
      }),
      {
        ...said('general', 'Ana', '2023-01-01T08:00:01.500Z', '**lunch**\nWho is hungry?'),
        editedAt: '2023-01-01T08:00:09.000Z',
        versions: [{ text: 'Who is hungri?', at: '2023-01-01T08:00:01.500Z' }],
        reactions: [{ emoji: ':tada:', user: 'Ben Berg', at: '2023-01-01T08:00:01.500Z' }],
      },
      {
        ...said('general', 'Ben Berg', '2023-01-01T08:00:02.000Z', 'yes, @Ana, see #closed>plan'),
        thread: '**lunch**\nWho is hungry?',
      },
      said('general', 'Weather', '2023-01-01T08:00:03.000Z', '**weather**\nSunny'),
      said('dm', 'Ben Berg', '2023-01-01T08:00:04.000Z', 'only to you'),
      said('dm', 'Ana', '2023-01-01T08:00:05.000Z', '*waves*'),
      said('Direct messages', 'Cleo', '2023-01-01T08:00:06.000Z', 'to you two'),
    ],
  },
  irc: {
    file: 'general.2023-01-01.txt',
    leftOut: 2,
    lines: [
      { type: 'user', name: 'ana', handle: 'ana' },
      { type: 'user', name: 'ben', handle: 'ben' },
      { type: 'room', kind: 'public', name: 'general' },
      { type: 'member', room: 'general', user: 'ana' },
      { type: 'member', room: 'general', user: 'ben' },
      said('general', 'ana', '2023-01-01T23:59:00.000Z', 'Hello'),
      said('general', 'ben', '2023-01-02T00:01:00.000Z', 'hi, ana'),
      said('general', 'ana', '2023-01-02T00:02:00.000Z', '*waves*'),
    ],
  },
}

function said(room: string, sender: string, at: string, text: string) {
  return { type: 'message', room, sender, at, text }
}
