import type { Command } from './command.ts'
import { API_COMMANDS } from './commands/api.ts'
import { BACKUP_COMMANDS } from './commands/backups.ts'
import { CONFIG_COMMANDS } from './commands/config.ts'
import { DOCTOR_COMMANDS } from './commands/doctor.ts'
import { IMPORT_COMMANDS } from './commands/imports.ts'
import { JOB_COMMANDS } from './commands/jobs.ts'
import { KEY_COMMANDS } from './commands/keys.ts'
import { MESSAGE_COMMANDS } from './commands/messages.ts'
import { REPORT_COMMANDS } from './commands/reports.ts'
import { ROOM_COMMANDS } from './commands/rooms.ts'
import { SERVER_COMMANDS } from './commands/server.ts'
import { TALK_COMMANDS } from './commands/talk.ts'
import { ADMIN_COMMANDS, USER_COMMANDS } from './commands/users.ts'

/** Every command of the command line. The help, the man page, the completion and docs/command-line.md are made from it. */
export const COMMANDS: readonly Command[] = [
  ...SERVER_COMMANDS,
  ...DOCTOR_COMMANDS,
  ...CONFIG_COMMANDS,
  ...BACKUP_COMMANDS,
  ...IMPORT_COMMANDS,
  ...ADMIN_COMMANDS,
  ...USER_COMMANDS,
  ...ROOM_COMMANDS,
  ...MESSAGE_COMMANDS,
  ...REPORT_COMMANDS,
  ...JOB_COMMANDS,
  ...KEY_COMMANDS,
  ...TALK_COMMANDS,
  ...API_COMMANDS,
]
