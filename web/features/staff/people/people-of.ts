import type { Chat, MyRoom, User, UserId } from '@parlance/sdk'
import { readWords } from '../../../words/words.ts'

/** The rooms whose members are listed, the most recently active ones, and the most members of each. */
const ROOMS = 10
const MEMBERS = 200
/** The most ids of one command (LIMITS.idsPerCommand). */
const MAX_IDS = 100

/** The members of the user's rooms, by name. */
export async function peopleOf(chat: Chat, rooms: readonly MyRoom[]): Promise<readonly User[]> {
  const lists = await Promise.all(
    // A room that was left meanwhile has nobody.
    rooms
      .slice(0, ROOMS)
      .map(({ id: room }) =>
        chat.members.list({ room, limit: MEMBERS }).catch(() => ({ members: [] })),
      ),
  )
  const ids = [...new Set(lists.flatMap(({ members }) => members.map(({ user }) => user.id)))]
  const users: User[] = []
  for (const id of pages(ids)) users.push(...(await chat.users.list({ id })).users)
  const { locale } = readWords()
  return users.sort((a, b) => a.name.localeCompare(b.name, locale))
}

function pages(ids: readonly UserId[]): readonly UserId[][] {
  const all: UserId[][] = []
  for (let from = 0; from < ids.length; from += MAX_IDS) all.push(ids.slice(from, from + MAX_IDS))
  return all
}
