import type { Message } from '../../../protocol/entities.ts'
import { SYSTEM } from '../../../protocol/ids.ts'
import type { Tx } from '../ports.ts'

/** Records a message for the staff, in the transaction that stores it. `reasons`: why. */
export function flagMessage(tx: Tx, message: Message, reasons: readonly string[]): void {
  if (reasons.length === 0) return
  tx.audit.add({
    act: 'messages.send',
    by: SYSTEM,
    room: message.room,
    user: message.sender.id,
    target: message.id,
    reason: `Flagged by ${reasons.join(', ')}`,
  })
}
