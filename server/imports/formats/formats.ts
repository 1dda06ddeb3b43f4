import { discord } from './discord.ts'
import type { Format } from './format.ts'
import { irc } from './irc.ts'
import { lines } from './lines.ts'
import { mattermost } from './mattermost.ts'
import { rocketchat } from './rocketchat.ts'
import { slack } from './slack.ts'
import { zulip } from './zulip.ts'

/** What can be imported, by the name of the format. */
export const FORMATS: Readonly<Record<string, Format>> = {
  lines,
  slack,
  mattermost,
  discord,
  rocketchat,
  zulip,
  irc,
}
