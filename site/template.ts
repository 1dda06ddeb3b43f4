import { version } from '../package.json'
import { FIRST, SECTIONS, type Source } from './contents.ts'
import { escapeHtml, type Heading, type Rendered } from './markdown.ts'

/** Pages with fewer headings need no list of them. */
const FEWEST = 3

/** `titles`: those of all pages, by their slug. `style`: the name of the style sheet. */
export function pageOf(
  slug: string,
  { title, html, headings }: Rendered,
  titles: ReadonlyMap<string, string>,
  style: string,
): string {
  const name = slug === FIRST.slug ? 'Parlance documentation' : `${title} · Parlance`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(name)}</title>
<link rel="icon" href="../icon-192.png">
<link rel="stylesheet" href="${style}">
</head>
<body>
<header>
<a href="./">Parlance <span>documentation</span></a>
<a class="narrow" href="#pages">All pages</a>
<a href="../">Open the chat</a>
</header>
<main>
${html.replace('</h1>', `</h1>\n${onThisPage(headings)}`)}
${neighbours(slug, titles)}
</main>
<nav id="pages" aria-label="All pages">
${SECTIONS.map(({ title, pages }) => `<h2>${title}</h2>\n<ul>${pages.map((one) => item(one, slug, titles)).join('')}</ul>`).join('\n')}
<p>Version ${version}</p>
</nav>
</body>
</html>
`
}

const item = ({ slug }: Source, current: string, titles: ReadonlyMap<string, string>): string =>
  `<li><a href="${slug}"${slug === current ? ' aria-current="page"' : ''}>${escapeHtml(titles.get(slug) ?? slug)}</a></li>`

function onThisPage(headings: readonly Heading[]): string {
  const parts = headings.filter(({ level }) => level === 2)
  if (parts.length < FEWEST) return ''
  const items = parts.map(({ id, text }) => `<li><a href="#${id}">${escapeHtml(text)}</a></li>`)
  return `<details><summary>On this page</summary><ul>${items.join('')}</ul></details>`
}

/** Links to the page before and the page after. */
function neighbours(slug: string, titles: ReadonlyMap<string, string>): string {
  const all = [FIRST, ...SECTIONS.flatMap(({ pages }) => pages)]
  const at = all.findIndex((one) => one.slug === slug)
  if (at < 0) return ''
  const link = (one: Source | undefined, word: string) =>
    one === undefined
      ? '<span></span>'
      : `<a href="${one === FIRST ? './' : one.slug}">${word}: ${escapeHtml(titles.get(one.slug) ?? '')}</a>`
  return `<p class="neighbours">${link(all[at - 1], 'Before')} ${link(all[at + 1], 'Next')}</p>`
}
