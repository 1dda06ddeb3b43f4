import { BadImport } from '../omissions.ts'
import { linesOf } from '../source-file.ts'
import { type Format, TOO_LONG } from './format.ts'

const DATE = /(\d{4})-?(\d{2})-?(\d{2})/
/** The time, with a date in some logs: `[08:28]`, `08:28:01`, `[2024-01-31 08:28:01]`, `2024-01-31T08:28:01Z`. */
const STAMP =
  /^\[?(?:(\d{4}-\d{2}-\d{2})[T ])?(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?\]?\s+(.*)$/s
const SAID = /^<[@+%&~ ]?([^>\s]+)>\s(.*)$/s
const ACTION = /^\s?\*\s(\S+)\s(.*)$/s
const RENAMED = /^(?:===|-!-|\*\*\*) (\S+) is now known as (\S+)$/
const DAY_MS = 24 * 60 * 60 * 1000
const LATE_MS = 12 * 60 * 60 * 1000
const OTHER = 'it is neither said nor done by somebody, such as a join'

/**
 * Text logs of irssi, WeeChat, ZNC and others. Their times are UTC. A line has no id: it is known again by its number in
 * its file, which may have become longer. A nick is a user.
 */
export const irc: Format = async function* ({ files, omissions, room: given }) {
  const [rooms, nicks] = [new Set<string>(), new Set<string>()]
  for (const file of files) {
    const [date, year, month, day] = DATE.exec(file.name) ?? []
    const room = given ?? roomOf(file.name, date)
    if (!rooms.has(room)) yield { type: 'room', id: room, kind: 'public', name: room }
    rooms.add(room)
    const midnight = date === undefined ? undefined : Date.parse(`${year}-${month}-${day}`)
    let last = midnight ?? Number.NaN
    let number = 0
    for await (const line of linesOf(file)) {
      const where = `${file.name}:${++number}`
      if (line === undefined) omissions.add(TOO_LONG, where)
      if (line === undefined || line.trim() === '') continue
      if (RENAMED.test(line)) {
        omissions.add('it is a change of a nick: the new nick is another user', where)
        continue
      }
      const [, own, hours = '', minutes, seconds = '0', rest = ''] = STAMP.exec(line) ?? []
      const [, nick, text] = SAID.exec(rest) ?? []
      const [, actor, deed] = ACTION.exec(rest) ?? []
      const sender = nick ?? actor
      if (sender === undefined) {
        omissions.add(OTHER, where)
        continue
      }
      const begin = own === undefined ? last - (last % DAY_MS) : Date.parse(own)
      if (Number.isNaN(begin))
        throw new BadImport(
          `${where}: has no date: name the file with its date, such as ${room}.2024-01-31.log`,
        )
      const time = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
      const at = begin + time * 1000
      // A log that goes on after midnight has no new date.
      last = own === undefined && at < last - LATE_MS ? at + DAY_MS : at
      if (!nicks.has(sender)) yield { type: 'user', id: sender, name: sender, handle: sender }
      nicks.add(sender)
      yield { type: 'member', room, user: sender }
      const said = text ?? `*${deed}*`
      yield { type: 'message', id: `${room} ${where}`, room, sender, at: last, text: said }
    }
  }
}

/** The name of the file without its date and endings, or that of its folder. */
function roomOf(name: string, date = ''): string {
  const parts = name.replace(date, '').split('/')
  const own = parts.at(-1)?.replace(/(?:\.weechatlog|\.log|\.txt|\.raw)+$/, '') ?? ''
  return own.replaceAll(/^[._-]+|[._-]+$/g, '') || parts.at(-2) || 'irc'
}
