/** One line of a channel's log. */
export type Step =
  | { readonly type: 'said'; readonly nick: string; readonly text: string }
  | { readonly type: 'joined' | 'left'; readonly nick: string }
  | { readonly type: 'renamed'; readonly nick: string; readonly name: string }

const SAID = /^\[\d\d:\d\d\] <([^>]+)> (.*)$/
/** An action, in the spelling of the later years and of the first. */
const ACTION = /^(?:\[\d\d:\d\d\] {2}\*|===) (\S+) (.*)$/
const JOINED = /^=== (\S+) \[[^\]]*\] {1,2}has joined #\S+$/
const LEFT = /^=== (\S+) \[[^\]]*\] {1,2}has left #\S+(?: .*)?$/
const RENAMED = /^=== (\S+) is now known as (\S+)$/

/** Every line of a log becomes one step, in order; a line that fits nothing is an error, not skipped. */
export function parse(log: string): Step[] {
  return log
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line, i) => {
      const step = stepOf(line)
      if (step === undefined) throw new Error(`line ${i + 1} is none of a log's: ${line}`)
      return step
    })
}

function stepOf(line: string): Step | undefined {
  const joined = JOINED.exec(line)
  if (joined?.[1]) return { type: 'joined', nick: joined[1] }
  const left = LEFT.exec(line)
  if (left?.[1]) return { type: 'left', nick: left[1] }
  const renamed = RENAMED.exec(line)
  if (renamed?.[1] && renamed[2]) return { type: 'renamed', nick: renamed[1], name: renamed[2] }
  const said = SAID.exec(line) ?? ACTION.exec(line)
  if (said?.[1] && said[2]) return { type: 'said', nick: said[1], text: said[2] }
  return undefined
}
