import { posix } from 'node:path'
import hljs from 'highlight.js/lib/common'
import MarkdownIt, { type Token } from 'markdown-it'

export type Heading = { readonly level: number; readonly id: string; readonly text: string }
export type Rendered = {
  readonly title: string
  readonly html: string
  readonly headings: readonly Heading[]
  /** Paths in the repository, and anchors, to which the text links. */
  readonly links: readonly Link[]
}
/** `anchor`: without `#`, or empty. */
export type Link = { readonly file: string; readonly anchor: string }

/** Languages of our files that highlight.js calls by another name. Others are shown without colours. */
const LANGUAGES: Readonly<Record<string, string>> = {
  sh: 'bash',
  tsx: 'typescript',
  ts: 'typescript',
  js: 'javascript',
  mjs: 'javascript',
  html: 'xml',
  yml: 'yaml',
  yaml: 'yaml',
  json: 'json',
  go: 'go',
  toml: 'ini',
  service: 'ini',
  md: 'markdown',
}

/** `addressOf`: the address of a file's page, relative to every page; undefined if the file has none. */
export function renderMarkdown(
  file: string,
  text: string,
  addressOf: (file: string) => string | undefined,
): Rendered {
  const headings: Heading[] = []
  const links: Link[] = []
  const markdown = new MarkdownIt({ html: false, highlight: colour })
  const { rules } = markdown.renderer

  rules.heading_open = (tokens, i) => {
    const { tag = 'h2' } = tokens[i] ?? {}
    const text = plain(tokens[i + 1])
    const id = anchorOf(text, headings)
    headings.push({ level: Number(tag.slice(1)), id, text })
    return `<${tag} id="${id}">`
  }
  rules.heading_close = (tokens, i) => {
    const { tag = 'h2' } = tokens[i] ?? {}
    const { id = '', text = '' } = headings.at(-1) ?? {}
    const link = `<a class="anchor" href="#${id}" aria-label="Link to: ${escapeHtml(text)}">#</a>`
    return tag === 'h1' ? `</${tag}>` : ` ${link}</${tag}>`
  }
  rules.link_open = (tokens, i, options, _env, renderer) => {
    const token = tokens[i]
    const href = `${token?.attrGet('href') ?? ''}`
    if (token === undefined || /^[a-z]+:/i.test(href))
      return renderer.renderToken(tokens, i, options)
    const link = linkOf(file, href)
    links.push(link)
    const address = link.file === file ? '' : addressOf(link.file)
    // A file of the repository that is no page: its path is what helps.
    if (address === undefined) return `<a class="file" title="${escapeHtml(link.file)}">`
    token.attrSet('href', link.anchor === '' ? address || '#' : `${address}#${link.anchor}`)
    return renderer.renderToken(tokens, i, options)
  }
  // The policy of the pages allows no style in an attribute.
  for (const cell of ['th_open', 'td_open'])
    rules[cell] = (tokens, i) => {
      const { tag = 'td', attrs } = tokens[i] ?? {}
      const isNumber = attrs?.some(([, value]) => `${value}`.endsWith('right'))
      return isNumber ? `<${tag} class="number">` : `<${tag}>`
    }
  rules.table_open = () => '<div class="table" tabindex="0" role="group" aria-label="Table"><table>'
  rules.table_close = () => '</table></div>'
  rules.fence = (tokens, i) => {
    const { content = '', info = '' } = tokens[i] ?? {}
    return codeBlock(content, info.split(' ')[0] ?? '')
  }

  const html = markdown.render(text.replaceAll(/^<!--.*?-->$/gms, ''))
  return { title: headings[0]?.text ?? file, html, headings, links }
}

export const codeBlock = (code: string, language: string): string =>
  `<pre tabindex="0"><code>${colour(code, language)}</code></pre>\n`

function colour(code: string, language: string): string {
  const name = LANGUAGES[language]
  return name === undefined ? escapeHtml(code) : hljs.highlight(code, { language: name }).value
}

export const escapeHtml = (text: string): string => Bun.escapeHTML(text)

/** The text of a heading, without its marks. */
const plain = (token: Token | undefined): string =>
  (token?.children ?? []).map(({ content }) => content).join('')

/** As GitHub makes it, so that the same link works there. */
function anchorOf(text: string, before: readonly Heading[]): string {
  const base = text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
    .replaceAll(' ', '-')
  const taken = (id: string) => before.some((heading) => heading.id === id)
  for (let n = 0; ; n++) {
    const id = n === 0 ? base : `${base}-${n}`
    if (!taken(id)) return id
  }
}

function linkOf(from: string, href: string): Link {
  const [path = '', anchor = ''] = href.split('#')
  const file =
    path === '' ? from : posix.normalize(posix.join(posix.dirname(from), decodeURI(path)))
  return { file, anchor: decodeURIComponent(anchor) }
}
