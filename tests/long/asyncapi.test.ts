import { expect, test } from 'bun:test'
import { Parser } from '@asyncapi/parser'
import { asyncapi as rules } from '@stoplight/spectral-rulesets'
import { version } from '../../package.json'
import { asyncapi } from '../../protocol/generate/asyncapi.ts'
import { findings } from '../support/spectral.ts'

/** Of a diagnostic; what is milder is advice. */
const WARNING = 1
const REASONS = {
  'asyncapi-info-contact-properties':
    'Whoever runs the server is whom to ask: we know neither address nor page of theirs.',
  'asyncapi-latest-version': '3.0 is what generators read; 3.1 has nothing that we need.',
}

test('[API-4] Spectral’s own rules find nothing in the AsyncAPI document', async () => {
  expect(await findings(JSON.stringify(asyncapi(version)), rules, REASONS)).toEqual([])
}, 60_000)

test('[GEN-2] AsyncAPI’s parser reads the description of socket and stream, and finds nothing', async () => {
  const { document, diagnostics } = await new Parser().parse(JSON.stringify(asyncapi(version)))
  expect(diagnostics.filter(({ severity }) => severity <= WARNING)).toEqual([])
  expect(document?.allMessages().length).toBeGreaterThan(100)
}, 240_000)
