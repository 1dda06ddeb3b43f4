import { givenSettings, rowsOf, type SETTINGS, variable } from '../../config.ts'
import { ConfigError } from '../../settings/config-error.ts'
import { tableOf } from '../columns.ts'
import type { Call, Command } from '../command.ts'

/** Settings whose values nobody should read on a screen. */
const SECRET = /secret|apiKey|accessKey/i
const WITH_PASSWORD = /url$/i

export const CONFIG_COMMANDS: readonly Command[] = [
  {
    name: 'config show',
    summary: 'Print every setting, its value and where it comes from, without secrets',
    run: async (call) => {
      const config = call.config()
      const given = givenSettings(call.settingFlags, call.env, () => undefined)
      const rows = given.map(([name, source]) => ({
        name: variable(name),
        value: shown(name, config[name]),
        from: source?.from ?? 'default',
      }))
      return {
        json: rows,
        text: tableOf(rows, [
          ['setting', ({ name }) => name],
          ['value', ({ value }) => value],
          ['from', ({ from }) => from],
        ]),
      }
    },
  },
  {
    name: 'config check',
    summary: 'Check every setting, also for names that do not exist; exit code 2 if one is wrong',
    run: async (call) => {
      const warnings: string[] = []
      givenSettings(call.settingFlags, call.env, (line) => warnings.push(line))
      const [first] = warnings
      if (first !== undefined) throw new ConfigError(first)
      const config = call.config()
      const { requireSender } = await import('../../start-mail.ts')
      const { requireBucketKey } = await import('../../start-backups.ts')
      const { requireHookSecret } = await import('../../start-content.ts')
      const { oidcIssuers } = await import('../../settings/oidc-issuers.ts')
      const { readOperations } = await import('../../settings/operations.ts')
      requireSender(config)
      requireHookSecret(config)
      await requireBucketKey(config)
      oidcIssuers(config)
      readOperations(config.graphqlOperations)
      return { json: { ok: true }, text: 'all settings can be used' }
    },
  },
  {
    name: 'config docs',
    summary: 'Print what every setting means, and its default',
    settings: false,
    run: async () => ({
      json: rowsOf().map(([name, value, meaning]) => ({ name, default: value, meaning })),
      text: rowsOf()
        .map(([name, value, meaning]) => `${name}  (default ${value})\n    ${meaning}`)
        .join('\n'),
    }),
  },
  {
    name: 'config env',
    summary: 'Print a file of environment variables with every setting, to fill in',
    run: async (call) => {
      const lines = environment(call)
      return { json: { lines }, text: lines.join('\n') }
    },
  },
]

/** Settings that are given are set, and the others are comments. */
function environment(call: Call): string[] {
  const given = new Map(givenSettings(call.settingFlags, call.env, () => undefined))
  return rowsOf().flatMap(([name, value, meaning]) => {
    const setting = [...given].find(([each]) => variable(each) === name)?.[1]
    const line =
      setting === undefined ? `# ${name}=${value === '-' ? '' : value}` : `${name}=${setting.value}`
    return [`# ${meaning}`, line, '']
  })
}

function shown(name: keyof typeof SETTINGS, value: unknown): string {
  if (value === undefined || value === '') return '-'
  if (SECRET.test(name)) return '(set)'
  const text = typeof value === 'object' ? JSON.stringify(value) : `${value}`
  if (name === 'smtpUrl') return '(set)'
  return WITH_PASSWORD.test(name) ? text.replace(/\/\/[^@/]*@/, '//…@') : text
}
