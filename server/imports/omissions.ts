/** The most examples of one reason. */
const EXAMPLES = 3

/** The file cannot be imported: one line that says why. Nothing was changed. */
export class BadImport extends Error {}

/** What was left out of an import, and why. */
export class Omissions {
  readonly #reasons = new Map<string, { count: number; examples: string[] }>()

  /** `what`: such as the id of the object or the number of the line. */
  add(reason: string, what: string, count = 1): void {
    const known = this.#reasons.get(reason) ?? { count: 0, examples: [] }
    this.#reasons.set(reason, known)
    known.count += count
    if (known.examples.length < EXAMPLES) known.examples.push(what.slice(0, 80))
  }

  list(): readonly { reason: string; count: number; examples: readonly string[] }[] {
    return [...this.#reasons].map(([reason, found]) => ({ reason, ...found }))
  }
}
