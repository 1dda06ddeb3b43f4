import { createHash } from 'node:crypto'
import { managementDocument } from '../../../protocol/generate/documents.ts'
import { ANSWER_HEADERS, answerText } from '../answer.ts'
import { render } from './render.ts'

const STYLE = `
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{margin:0;display:grid;grid-template-columns:minmax(0,18rem) minmax(0,1fr)}
nav{position:sticky;top:0;height:100vh;overflow:auto;box-sizing:border-box;padding:1rem;background:light-dark(#f4f4f1,#1c1d1f);border-inline-end:1px solid light-dark(#ddd,#333)}
nav h1{font-size:1.1rem}nav h2{font-size:.8rem;margin:1rem 0 .25rem;color:light-dark(#666,#aaa)}
nav ul{list-style:none;margin:0;padding:0}nav li a{display:block;padding:.1rem 0;text-decoration:none}
main{padding:1rem 2rem 4rem;max-width:60rem}
section{padding:1rem 0;border-block-start:1px solid light-dark(#ddd,#333);scroll-margin-top:1rem}
h3{margin:0}h4{margin:.75rem 0 .25rem;font-size:.9rem}
.address b{color:light-dark(#0a5c36,#6fd3a0)}.address span{font-size:.8rem;padding:.1rem .5rem;border-radius:1rem;background:light-dark(#e6eefb,#22314a)}
a{color:light-dark(#1a4fb4,#8ab4ff)}
body{overflow-wrap:anywhere}
code{font:.9em ui-monospace,monospace}
table{border-collapse:collapse;width:100%;table-layout:fixed}th,td{text-align:start;vertical-align:top;padding:.2rem .75rem .2rem 0;font-weight:normal}th{width:30%}small{color:light-dark(#666,#aaa)}
tr+tr>*{border-block-start:1px solid light-dark(#eee,#292a2c)}
@media(max-width:48rem){body{display:block}nav{position:static;height:auto}main{padding:1rem}}
`

/** The page may use only its own style, and loads nothing. */
const CSP = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The API documents of the management port. They need no key, because they contain no secrets. */
export function docsRoutes(version: string) {
  let page: string | undefined
  let document: string | undefined
  return {
    '/docs': {
      GET: () => {
        page ??= render(managementDocument(version), STYLE)
        return new Response(page, {
          headers: {
            ...ANSWER_HEADERS,
            'content-type': 'text/html; charset=utf-8',
            'content-security-policy': CSP,
          },
        })
      },
    },
    '/openapi.json': {
      GET: () => {
        document ??= JSON.stringify(managementDocument(version))
        return answerText(200, document)
      },
    },
  }
}
