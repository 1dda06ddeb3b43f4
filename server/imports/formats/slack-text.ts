/** The text of a message of Slack as people saw it: mentions, links and special characters are written out. */
export const slackText = (text: string, names: ReadonlyMap<string, string>): string =>
  text
    .replaceAll(/<([^<>]*)>/g, (_, inner: string) => written(inner, names))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')

function written(inner: string, names: ReadonlyMap<string, string>): string {
  const bar = inner.indexOf('|')
  const [target, label] = bar < 0 ? [inner, ''] : [inner.slice(0, bar), inner.slice(bar + 1)]
  if (target.startsWith('@')) return `@${names.get(target.slice(1)) ?? (label || target.slice(1))}`
  if (target.startsWith('#')) return `#${label || target.slice(1)}`
  if (target.startsWith('!')) return label || `@${target.slice(1).split('^')[0]}`
  if (label === '' || target.endsWith(label)) return label || target
  return `${label} (${target})`
}
