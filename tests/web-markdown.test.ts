import { describe, expect, test } from 'bun:test'
import MarkdownIt from 'markdown-it'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { blocksOf } from '../web/lib/markdown/blocks.ts'
import { colouredNodes } from '../web/lib/markdown/highlight.ts'
import { MarkdownText } from '../web/lib/markdown/markdown-text.tsx'
import { PlainText, plainTextOf } from '../web/lib/markdown/plain-text.tsx'
import { loadWords } from '../web/words/words.ts'

await loadWords()

const html = (text: string, names: readonly string[] = []) =>
  renderToStaticMarkup(
    createElement(MarkdownText, { text, mentions: names.map((name) => ({ name })) }),
  )
    .replace(/^<div class="markdown">|<\/div>$/g, '')
    .replaceAll(/ (?:title|target|rel)="[^"]*"/g, '')

/** The text that a reader sees, and the addresses behind it. */
const visible = (text: string) =>
  html(text)
    .replaceAll(/<a href="([^"]*)">/g, ' $1 ')
    .replaceAll(/<figcaption>.*?<span>(.*?)<\/span>.*?<\/figcaption>/g, '$1')
    .replaceAll(/<ol start="(\d+)">/g, '$1')
    .replaceAll(/<[^>]*>/g, '')

const random = (seed: number) => () => {
  seed = (seed * 1103515245 + 12345) % 2147483648
  return seed / 2147483648
}
function textOf(next: () => number, alphabet: readonly string[], length: number): string {
  let text = ''
  while (text.length < length) text += alphabet[Math.floor(next() * alphabet.length)]
  return text
}

describe('the text of messages', () => {
  const SHOWN: readonly (readonly [string, string])[] = [
    ['plain & <b>text</b>', '<p>plain &amp; &lt;b&gt;text&lt;/b&gt;</p>'],
    ['one\ntwo\n\n\nthree', '<p>one\ntwo\n\n\nthree</p>'],
    [
      '*a* _b_ **c** __d__ ~~e~~',
      '<p><em>a</em> <em>b</em> <strong>c</strong> <strong>d</strong> <s>e</s></p>',
    ],
    ['***a***', '<p><em><strong>a</strong></em></p>'],
    ['2 * 3 * 4, snake_case_name, ~5 and ~6', '<p>2 * 3 * 4, snake_case_name, ~5 and ~6</p>'],
    ['`a *b* `` c`', '<p><code>a *b* `` c</code></p>'],
    ['\\*not\\* C:\\dir ¯\\_(ツ)_/¯', '<p>*not* C:\\dir ¯\\_(ツ)_/¯</p>'],
    ['> a\n> > b\nc', '<blockquote><p>a</p><blockquote><p>b</p></blockquote></blockquote><p>c</p>'],
    ['- a\n- b\n  - c', '<ul><li><p>a</p></li><li><p>b</p><ul><li><p>c</p></li></ul></li></ul>'],
    ['3. a\n4. b', '<ol start="3"><li><p>a</p></li><li><p>b</p></li></ol>'],
    ['It was in\n1986. A good year', '<p>It was in\n1986. A good year</p>'],
    ['- a\n\n- b\n\nc', '<ul><li><p>a</p></li><li><p>b</p></li></ul><p>c</p>'],
    [
      'see https://a.org/b_c_d?e=*f*.',
      '<p>see <a href="https://a.org/b_c_d?e=*f">https://a.org/b_c_d?e=*f</a>*.</p>',
    ],
    ['(https://a.org/x_(y))', '<p>(<a href="https://a.org/x_(y)">https://a.org/x_(y)</a>)</p>'],
    [
      '<https://a.org> **https://b.org**',
      '<p><a href="https://a.org/">https://a.org</a> <strong><a href="https://b.org/">https://b.org</a></strong></p>',
    ],
    [
      '[*a*](https://a.org) [b](mailto:b@c.org)',
      '<p><a href="https://a.org/"><em>a</em></a> <a href="mailto:b@c.org">b</a></p>',
    ],
    ['见https://a.org/z。好', '<p>见<a href="https://a.org/z">https://a.org/z</a>。好</p>'],
  ]
  for (const [text, expected] of SHOWN)
    test(`[WEB-41] ${JSON.stringify(text)} has its form`, () => expect(html(text)).toBe(expected))

  test('[WEB-41] fences keep their text, with the language and words behind the fence', () => {
    expect(blocksOf('a\n```ts\nlet *a*\n  b\n```\nc')[1]).toEqual({
      kind: 'code',
      language: 'ts',
      text: 'let *a*\n  b',
    })
    const [block] = blocksOf('```let a = 1\nlet b```')
    expect(block).toEqual({ kind: 'code', language: '', text: 'let a = 1\nlet b' })
    expect(blocksOf('```\nopen')[0]).toEqual({ kind: 'code', language: '', text: 'open' })
    expect(html('```')).toBe('<p>```</p>')
  })

  test('[WEB-41] only http, https and mailto are links', () => {
    for (const address of [
      'javascript:alert(1)',
      'JaVaScRiPt:alert(1)',
      'data:text/html,x',
      'vbscript:x',
      'file:///etc/passwd',
      '//a.org',
      'java\nscript:alert(1)',
      'http://',
      'https://%',
      'mailto:',
    ])
      for (const text of [`[a](${address})`, `<${address}>`, address, `[a](<${address}>)`])
        expect(html(text)).not.toContain('<a')
    expect(html('[a](https://a.org/"onclick="x)')).not.toContain('<a href="https://a.org/"on')
    expect(html('[https://a.org](https://b.org)')).toContain(
      'href="https://b.org/">https://a.org</a>',
    )
  })

  test('[WEB-41] a name is a mention if it is among those given, the longest first, as a whole word', () => {
    const names = ['Ana', 'Ana Lee', '*x*']
    const shown = (name: string) =>
      `<span class="mention" data-me="false">@<bdi>${name}</bdi></span>`
    expect(html('@Ana, @Ana Lee @*x* @Anabel', names)).toBe(
      `<p>${shown('Ana')}, ${shown('Ana Lee')} ${shown('*x*')} @Anabel</p>`,
    )
    expect(html('@Ana Leeds ana@Ana @Ben `@Ana`', names)).toBe(
      `<p>${shown('Ana')} Leeds ana@Ana @Ben <code>@Ana</code></p>`,
    )
  })

  test('[WEB-41] emphasis and code are those of CommonMark', () => {
    const oracle = new MarkdownIt({ html: false })
    const next = random(7)
    const alphabet = ['*', '**', '_', '__', '`', 'a', 'b', ' ', '.', '(', '***']
    for (let n = 0; n < 4000; n++) {
      const text = `x${textOf(next, alphabet, 1 + Math.floor(next() * 24))}x`
      expect([text, html(text)]).toEqual([text, oracle.render(text).trim()])
    }
  })

  test('[WEB-41] no letter of a text is lost, whatever its marks', () => {
    const next = random(11)
    const letters = (text: string) => text.replaceAll(/&\w+;/g, '').replaceAll(/[^a-z0-9]/gi, '')
    const alphabet = [
      ...'*_~`>-[]()<@\\|#!.:',
      '\n',
      '\n\n',
      ' ',
      '    ',
      '```',
      '1. ',
      '- ',
      '> ',
      'http://',
      'a',
      'b',
      '~~',
      '**',
    ]
    for (let n = 0; n < 3000; n++) {
      const text = textOf(next, alphabet, 60)
      const expected = letters(text)
      const shown = letters(visible(text))
      // The address of a link is shown besides its text, and the number of an ordered list once.
      for (let at = 0, from = 0; at < expected.length; at++, from++) {
        from = shown.indexOf(expected.charAt(at), from)
        if (from < 0 && expected[at] !== '1') throw new Error(`${JSON.stringify(text)} lost ${at}`)
        if (from < 0) from = 0
      }
    }
  })

  test('[WEB-41] 16 KiB of any pattern of one to four letters are read within 20 ms', () => {
    const alphabet = [
      '*',
      '_',
      '~',
      '`',
      '[',
      ']',
      '(',
      ')',
      '<',
      '>',
      '@',
      '\\',
      '-',
      '1',
      '.',
      ' ',
      '\n',
      'a',
      ':',
    ]
    const next = random(5)
    const patterns = new Set<string>(alphabet)
    while (patterns.size < 700) patterns.add(textOf(next, alphabet, 2 + Math.floor(next() * 3)))
    const long = [
      'http://',
      'http://%',
      '[a](http://',
      '[a](http://%',
      '<http://%',
      '> - ',
      '**a *b ',
      '`a``',
      'mailto:',
      '[a](',
      '![',
      '@Ana',
      '``` \n',
      '1. \n',
      '*_**__',
      'a**b',
      '[[a](http://a)](',
    ]
    for (const pattern of [...patterns, ...long]) {
      const text = pattern.repeat(Math.ceil((16 * 1024) / pattern.length))
      // The time of the CPU, because another process can have the core; the least of some, because the compiler runs beside.
      let best = Number.POSITIVE_INFINITY
      for (let n = 0; n < 20 && best > 20; n++) {
        const from = process.cpuUsage()
        blocksOf(text, ['Ana', 'Ben'])
        const { user, system } = process.cpuUsage(from)
        best = Math.min(best, (user + system) / 1000)
      }
      expect([pattern, Math.floor(best / 20)]).toEqual([pattern, 0])
    }
  })

  test('[WEB-41] in a quote or a list the words of a text stand without marks and links, and its code as code', () => {
    const text =
      'see **[the *plan*](https://a.org)** `a *b*`\n> so\n\n3. one\n4. two\n- x 🎉\n```js\ncode\n```'
    expect(html(text)).toContain('<a href')
    expect(renderToStaticMarkup(createElement(PlainText, { text }))).toBe(
      'see the plan <code>a *b*</code>\nso\n3. one\n4. two\n• x 🎉\n<code>code</code>',
    )
    expect(plainTextOf('~~a~~ @Ana \\*b\\*')).toBe('a @Ana *b*')
  })

  test('[WEB-41] deep marks are text, so that the page stays shallow', () => {
    const deepest = (text: string) => {
      let depth = 0
      let most = 0
      for (const [tag] of html(text).matchAll(/<\/?\w+/g)) {
        depth += tag.startsWith('</') ? -1 : 1
        most = Math.max(most, depth)
      }
      return most
    }
    for (const text of [
      '*a **b '.repeat(500) + 'b** a*'.repeat(500),
      `${'> '.repeat(500)}a`,
      `${'- '.repeat(500)}a`,
    ])
      expect(deepest(text)).toBeLessThan(30)
  })

  test('[WEB-41] code is coloured by its language, and keeps its text', () => {
    const text = (nodes: ReturnType<typeof colouredNodes>): string =>
      (nodes ?? []).map((node) => (typeof node === 'string' ? node : text(node.children))).join('')
    const code = 'const a = "b" + `c` // <script>\n'
    const nodes = colouredNodes(code, 'JS')
    expect(nodes).toContainEqual({ scope: 'code-keyword', children: ['const'] })
    expect(text(nodes)).toBe(code)
    expect(text(colouredNodes('<style>a{}</style>', 'html'))).toBe('<style>a{}</style>')
    expect(colouredNodes(code, 'brainfuck')).toBeUndefined()
  })
})
