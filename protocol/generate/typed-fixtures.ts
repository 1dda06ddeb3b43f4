import { type Fixture, fixtures } from './fixtures.ts'

/** Every fixture as TypeScript code, so that the compiler checks it against the SDK’s types. */
export function typedFixtures(): string {
  const { entities, management, events, 'ephemeral-events': ephemeral, refusals } = fixtures()
  const rows = [
    ...typed(entities, (name) => `Sdk.${name}`),
    ...typed(management, (name) => `Backend.${name}`),
    ...typed({ ...events, ...ephemeral }, (type) => `Sdk.EventOf<'${type}'>`),
    ...Object.keys(refusals ?? {}).map((code) => `'${code}' satisfies Sdk.RefusalCode,`),
  ]
  return `${HEAD}
/** A type in which plain strings stand for branded ones. */
type Plain<T> = T extends string
  ? T extends object ? string : T
  : T extends readonly (infer One)[] ? readonly Plain<One>[]
  : T extends object ? { [Key in keyof T]: Plain<T[Key]> } : T

export const typed = [\n${rows.join('\n')}\n]
`
}

const HEAD = [
  '// Generated from protocol/ by `npm run generate`: do not edit.',
  `import type * as Sdk from '../../sdk/typescript/src/protocol.ts'`,
  `import type * as Backend from '../../sdk/typescript/src/server/protocol.ts'\n`,
].join('\n')

const typed = (some: Readonly<Record<string, Fixture>> = {}, typeOf: (name: string) => string) =>
  Object.entries(some).flatMap(([name, { full, minimal }]) =>
    [full, minimal].map((value) => `${JSON.stringify(value)} satisfies Plain<${typeOf(name)}>,`),
  )
