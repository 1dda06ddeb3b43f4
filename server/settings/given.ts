import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { ConfigError, codeOf, sentence } from './config-error.ts'
import { nearest } from './nearest.ts'

type Warn = (line: string) => void
/** What was given, and where, as it is called there. */
type Given = ReadonlyMap<string, { readonly value: string; readonly from: string }>

export function readFlags(args: readonly string[], names: readonly string[]): Given {
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]))
  const { tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true })
  const given = new Map<string, { value: string; from: string }>()
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue
    if (token.kind === 'positional')
      throw new ConfigError(`${token.value}: this is no flag (--help lists them)`)
    const { name, rawName: from, value } = token
    if (!names.includes(name)) throw new ConfigError(unknown(from, '--', name, names))
    if (value === undefined) throw new ConfigError(`${from}: give a value, as in ${from}=…`)
    given.set(name, { value, from })
  }
  return given
}

export function readVariables(
  env: Readonly<Record<string, string | undefined>>,
  names: readonly string[],
  warn: Warn,
): Given {
  const given = new Map<string, { value: string; from: string }>()
  for (const [from, value = ''] of Object.entries(env)) {
    if (!from.startsWith(PREFIX) || SERVICE_VARIABLE.test(from)) continue
    if (from.endsWith('_PORT') && SERVICE_ADDRESS.test(value)) {
      if (names.includes(from))
        warn(`${from} is ignored: ${value} is what Kubernetes sets for a service of this name`)
    } else if (names.includes(from)) given.set(from, { value, from })
    else warn(unknown(from, PREFIX, from.slice(PREFIX.length), names))
  }
  return given
}

const PREFIX = 'PARLANCE_'
/** What Kubernetes (and links of Docker) set in every container for a service named `parlance…`. */
const SERVICE_VARIABLE =
  /_(?:SERVICE_HOST|SERVICE_PORT(?:_\w+)?|PORT_\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)$/
const SERVICE_ADDRESS = /^(?:tcp|udp|sctp):\/\//

export function readToml(path: string, names: readonly string[], warn: Warn): Given {
  const given = new Map<string, { value: string; from: string }>()
  for (const [key, value] of Object.entries(tomlOf(path))) {
    const from = `${path}: ${key}`
    if (!names.includes(key)) warn(unknown(from, '', key, names))
    else if (typeof value === 'object' && !Array.isArray(value))
      throw new ConfigError(`${from}: must be a value, not a table`)
    else given.set(key, { value: String(value), from })
  }
  return given
}

function tomlOf(path: string): object {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return {} // There need not be one.
    throw new ConfigError(`${path}: cannot be read: ${sentence(error)}`)
  }
  try {
    return Bun.TOML.parse(text)
  } catch (error) {
    throw new ConfigError(`${path}: is not TOML: ${sentence(error)}`)
  }
}

function unknown(from: string, prefix: string, word: string, names: readonly string[]): string {
  const meant = nearest(
    word.toLowerCase(),
    names.map((name) => name.replace(prefix, '').toLowerCase()),
  )
  const name = names.find((each) => each.replace(prefix, '').toLowerCase() === meant)
  const hint = name === undefined ? '' : `: did you mean ${prefix === '--' ? '--' : ''}${name}?`
  return `${from}: there is no such setting${hint} (--help lists them)`
}
