import { checkEdits } from './edits.ts'
import { Facts } from './facts.ts'
import type { History, Violation } from './history.ts'
import { checkListeners } from './listeners.ts'
import { checkLogs } from './logs.ts'
import { checkMeetings, withoutDms } from './meetings.ts'
import { checkMentions } from './mentions.ts'
import { checkPins } from './pins.ts'
import { checkQuicks } from './quicks.ts'
import { checkReactions } from './reactions.ts'
import { checkReads } from './reads.ts'
import { checkSends } from './sends.ts'
import { checkSessions } from './sessions.ts'
import { checkSignals } from './signals.ts'
import { checkThreads } from './threads.ts'

/**
 * Everything in a history that must not be. The rules:
 *
 * - I1 what was acknowledged is in the log; I2 nothing else is, and nothing changed; I3 once
 * - I4 no log has a hole; I5 whatever anybody received or read is what the log says
 * - I6 a connection hears each log in order and whole; I7 so does a listener over all its connections
 * - I8 what began after an acknowledgement comes after it; I9 what is read afterwards has it
 * - I10 nobody hears or reads what fell outside their membership
 * - I11 unread is exact, and so are its mentions; I12 no read pointer goes back
 * - I13 a message only becomes newer, each of its versions has one text, and what was deleted is gone
 * - I16 each answer is for the question that was asked
 * - I17 typing ends in time, and in the end those are seen who are there
 * - I21 what is hidden is received by its sender and the staff, and everybody else is told that it is skipped
 * - I19 a session that was ended receives nothing more, and a refresh token has one successor
 * - I22 who is banned receives nothing more and does nothing, and who is muted says nothing
 * - I23 what a blocked user says reaches everybody but who has blocked them
 * - I24 nothing of a dm is there before its request was accepted, nor after one of the two has left
 * - I25 what an erased user has said is gone, and so is the user
 *
 * They hold for rooms and for each user's own log, for messages, reactions, pins, threads and mentions,
 * and for the lines of quick rooms. I15 is not of histories; I14, I18 and I20 are of what is not here.
 */
export function check(whole: History): Violation[] {
  const history = withoutDms(whole)
  const facts = new Facts(history)
  return [
    ...checkLogs(history, facts),
    ...checkSends(history, facts),
    ...checkListeners(history, facts),
    ...checkReads(history, facts),
    ...checkEdits(history, facts),
    ...checkReactions(history, facts),
    ...checkPins(history, facts),
    ...checkThreads(history, facts),
    ...checkMentions(history, facts),
    ...checkQuicks(history, facts),
    ...checkSignals(history),
    ...checkSessions(history, facts),
    ...checkMeetings(whole),
  ]
}
