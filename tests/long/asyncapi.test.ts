import { expect, test } from 'bun:test'
import { asyncapi as rules } from '@stoplight/spectral-rulesets'
import { version } from '../../package.json'
import { asyncapi } from '../../protocol/generate/asyncapi.ts'
import { findings } from '../support/spectral.ts'

const REASONS = {
  'asyncapi-info-contact-properties':
    'Whoever runs the server is whom to ask: we know neither address nor page of theirs.',
  'asyncapi-latest-version': '3.0 is what generators read; 3.1 has nothing that we need.',
}

test('[API-4] Spectral’s own rules find nothing in the AsyncAPI document', async () => {
  expect(await findings(JSON.stringify(asyncapi(version)), rules, REASONS)).toEqual([])
}, 60_000)
