import { Refusal } from '../../../protocol/refusals.ts'
import type { Policy } from '../ports.ts'

export function requireGuests({ guests }: Policy): void {
  if (!guests)
    throw new Refusal(
      'forbidden',
      'This server does not allow guests: sign in with a token of the app',
    )
}
