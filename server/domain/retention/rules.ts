import { LIMITS } from '../../../protocol/limits.ts'
import type { Retention } from '../ports.ts'

/**
 * Replays begin somewhat before their cursor, and what events refer to is needed until the last of them is deleted. So
 * both stay this much longer, in ms.
 */
export const MARGIN_MS = 24 * 60 * 60 * 1000

/** How long a row stays after its end that events refer to, in ms. No replay has such an event any more then. */
export const keptMsOf = ({ replayMs }: Retention): number =>
  Math.max(LIMITS.resumeMs, replayMs) + MARGIN_MS
