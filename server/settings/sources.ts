import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { ConfigError, codeOf, sentence } from './config-error.ts'
import { nearest } from './nearest.ts'

type Warn = (line: string) => void
/** The settings of one source by name. `from`: the source and the name in it, for messages. */
type Values = ReadonlyMap<string, { readonly value: string; readonly from: string }>

export function readFlags(args: readonly string[], names: readonly string[]): Values {
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]))
  const { tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true })
  const values = new Map<string, { value: string; from: string }>()
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue
    if (token.kind === 'positional')
      throw new ConfigError(`${token.value}: this is not a flag (--help lists all flags)`)
    const { name, rawName: from, value } = token
    if (!names.includes(name)) throw new ConfigError(unknownSetting(from, '--', name, names))
    if (value === undefined) throw new ConfigError(`${from}: give a value, as in ${from}=…`)
    values.set(name, { value, from })
  }
  return values
}

export function readVariables(
  env: Readonly<Record<string, string | undefined>>,
  names: readonly string[],
  warn: Warn,
): Values {
  const values = new Map<string, { value: string; from: string }>()
  for (const [from, value = ''] of Object.entries(env)) {
    if (!from.startsWith(PREFIX) || SERVICE_VARIABLE.test(from)) continue
    if (from.endsWith('_PORT') && SERVICE_ADDRESS.test(value)) {
      if (names.includes(from))
        warn(`${from} is ignored: Kubernetes set it to ${value} for a service of this name`)
    } else if (names.includes(from)) values.set(from, { value, from })
    else warn(unknownSetting(from, PREFIX, from.slice(PREFIX.length), names))
  }
  return values
}

const PREFIX = 'PARLANCE_'
/** Kubernetes (and Docker links) set these variables in every container for a service named `parlance…`. */
const SERVICE_VARIABLE =
  /_(?:SERVICE_HOST|SERVICE_PORT(?:_\w+)?|PORT_\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)$/
const SERVICE_ADDRESS = /^(?:tcp|udp|sctp):\/\//

export function readToml(path: string, names: readonly string[], warn: Warn): Values {
  const values = new Map<string, { value: string; from: string }>()
  for (const [key, value] of Object.entries(tomlOf(path))) {
    const from = `${path}: ${key}`
    if (!names.includes(key)) warn(unknownSetting(from, '', key, names))
    else if (typeof value === 'object' && !Array.isArray(value))
      throw new ConfigError(`${from}: must be a value, not a table`)
    else values.set(key, { value: String(value), from })
  }
  return values
}

function tomlOf(path: string): object {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return {} // The file is optional.
    throw new ConfigError(`${path}: cannot be read: ${sentence(error)}`)
  }
  try {
    return Bun.TOML.parse(text)
  } catch (error) {
    throw new ConfigError(`${path}: is not TOML: ${sentence(error)}`)
  }
}

function unknownSetting(
  from: string,
  prefix: string,
  unknown: string,
  names: readonly string[],
): string {
  const meant = nearest(
    unknown.toLowerCase(),
    names.map((name) => name.replace(prefix, '').toLowerCase()),
  )
  const name = names.find((each) => each.replace(prefix, '').toLowerCase() === meant)
  const hint = name === undefined ? '' : `: did you mean ${prefix === '--' ? '--' : ''}${name}?`
  return `${from}: there is no such setting${hint} (--help lists all settings)`
}
