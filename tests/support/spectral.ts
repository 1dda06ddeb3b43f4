import { Document, Spectral } from '@stoplight/spectral-core'
import { Json } from '@stoplight/spectral-parsers'

type Ruleset = Parameters<Spectral['setRuleset']>[0]

/** What Spectral's own rules find in a document, but for those rules that are named with a reason. */
export async function findings(
  document: string,
  rules: object,
  reasons: Readonly<Record<string, string>>,
): Promise<string[]> {
  const spectral = new Spectral()
  const off = Object.fromEntries(Object.keys(reasons).map((rule) => [rule, 'off']))
  spectral.setRuleset({ extends: [[rules, 'recommended']], rules: off } as Ruleset)
  const found = await spectral.run(new Document(document, Json as never, 'document.json'))
  return found.map(({ code, message, path }) => `${code}: ${message} ${path.join('.')}`)
}
