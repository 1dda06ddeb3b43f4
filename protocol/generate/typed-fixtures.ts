import { type Fixture, fixtures } from './fixtures.ts'

/** Every fixture in TypeScript, where the compiler says whether the SDK’s types know it. */
export function typedFixtures(): string {
  const { entities, management, events, signals, refusals } = fixtures()
  const rows = [
    ...typed(entities, (name) => `Sdk.${name}`),
    ...typed(management, (name) => `Backend.${name}`),
    ...typed({ ...events, ...signals }, (type) => `Sdk.EventOf<'${type}'>`),
    ...Object.keys(refusals ?? {}).map((code) => `'${code}' satisfies Sdk.RefusalCode,`),
  ]
  return `${HEAD}
/** A type whose branded words may be spelled as they are. */
type Plain<T> = T extends string
  ? T extends object ? string : T
  : T extends readonly (infer One)[] ? readonly Plain<One>[]
  : T extends object ? { [Key in keyof T]: Plain<T[Key]> } : T

export const typed = [\n${rows.join('\n')}\n]
`
}

const HEAD = [
  '// Made from protocol/ by `npm run generate`: not to be changed here.',
  `import type * as Sdk from '../../sdk/typescript/src/protocol.ts'`,
  `import type * as Backend from '../../sdk/typescript/src/server/protocol.ts'\n`,
].join('\n')

const typed = (some: Readonly<Record<string, Fixture>> = {}, typeOf: (name: string) => string) =>
  Object.entries(some).flatMap(([name, { full, minimal }]) =>
    [full, minimal].map((value) => `${JSON.stringify(value)} satisfies Plain<${typeOf(name)}>,`),
  )
