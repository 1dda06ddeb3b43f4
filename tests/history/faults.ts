import type { Fault } from './fault.ts'
import { LOG_FAULTS } from './log-faults.ts'
import { MENTION_FAULTS } from './mention-faults.ts'
import { MESSAGE_FAULTS } from './message-faults.ts'
import { QUICK_FAULTS } from './quick-faults.ts'
import { SESSION_FAULTS } from './session-faults.ts'

export const FAULTS: Readonly<Record<string, Fault>> = {
  ...MENTION_FAULTS,
  ...QUICK_FAULTS,
  ...LOG_FAULTS,
  ...MESSAGE_FAULTS,
  ...SESSION_FAULTS,
}
