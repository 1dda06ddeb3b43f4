import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ANSWER_HEADERS } from '../../answer.ts'

const HTML = readFileSync(join(import.meta.dir, 'page.html'), 'utf8')
const hashOf = (tag: string): string => {
  const [, text = ''] = new RegExp(`<${tag}>(.*?)</${tag}>`, 's').exec(HTML) ?? []
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}

/**
 * A page on the management port where developers can run operations and read the schema. It is a single file and loads
 * nothing from other hosts.
 */
export const graphqlPage = (): Response =>
  new Response(HTML, {
    headers: {
      ...ANSWER_HEADERS,
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; style-src ${hashOf('style')}; script-src ${hashOf('script')}; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'`,
    },
  })
