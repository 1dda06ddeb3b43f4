import * as z from 'zod'
import { COMMANDS, type CommandName } from '../protocol/commands.ts'
import { MANAGEMENT, type ManagementName } from '../protocol/management.ts'
import type { Op } from '../protocol/op.ts'
import { build, kindsOf, type Place } from './prices-inputs.ts'
import { type Override, withValues } from './prices-override.ts'
import { MANAGEMENT_OVERRIDES, OVERRIDES } from './prices-overrides.ts'

/** Commands that cannot be measured, with the reason. */
export const UNPRICED: Readonly<Record<string, string>> = {
  'management jobs.clear': 'a job that is parked or waits does not stay one until it is measured',
}

const PLACE: Place = {
  name: 'any',
  room: 'room_00000000000000000000000000',
  message: 'msg_00000000000000000000000000',
  thread: 'msg_00000000000000000000000000',
  user: 'ana',
  users: ['ana'],
  rooms: ['room_00000000000000000000000000'],
  seq: 1,
  invitation: 'inv_00000000000000000000000000',
}

/** The commands for which the bench has neither an input, nor an override that makes one, nor a reason. */
export function unknownCommands(): string[] {
  const ofPeople = Object.keys(COMMANDS) as CommandName[]
  const ofApp = Object.keys(MANAGEMENT) as ManagementName[]
  return [
    ...ofPeople.filter((name) => !hasInput(COMMANDS[name], OVERRIDES[name])),
    ...ofApp
      .filter((name) => !hasInput(MANAGEMENT[name], MANAGEMENT_OVERRIDES[name]))
      .map((name) => `management ${name}`),
  ].filter((name) => UNPRICED[name] === undefined)
}

function hasInput({ input }: Op, override: Override = {}): boolean {
  if (override.before !== undefined) return true
  return kindsOf(input, PLACE).some((kind) => {
    const fields = withValues(kind, PLACE, override)
    const needed = [...fields].filter(([, { isNeeded }]) => isNeeded)
    return z.safeParse(input, build(fields, new Map(needed.map(([name]) => [name, 0])), 1)).success
  })
}
