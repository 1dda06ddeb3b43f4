import { CompiledQuery, type Kysely } from 'kysely'
import type { Row } from './archive-format.ts'

type Any = Kysely<Record<string, Record<string, unknown>>>

/** The most values of one statement: each database allows more. */
const VALUES = 4000
/** The most characters of one statement: a database server accepts a few MB at once. */
const CHARACTERS = 1024 * 1024
/** Rows of one transaction. */
const ROWS = 5000

/** Inserts rows into one table, many in a statement and a transaction. */
export class RowWriter {
  readonly #connection: Kysely<unknown>
  readonly #table: string
  readonly #columns: readonly string[]
  readonly #most: number
  readonly #sql = new Map<number, string>()
  #rows: Row[] = []
  #characters = 0
  #inTransaction = 0

  constructor(connection: Kysely<unknown>, table: string, columns: readonly string[]) {
    this.#connection = connection
    this.#table = table
    this.#columns = columns
    this.#most = Math.max(1, Math.min(200, Math.floor(VALUES / columns.length)))
  }

  async add(row: Row): Promise<void> {
    this.#rows.push(row)
    for (const value of row) if (typeof value === 'string') this.#characters += value.length
    if (this.#rows.length >= this.#most || this.#characters > CHARACTERS) await this.#insert()
  }

  async end(): Promise<void> {
    await this.#insert()
    if (this.#inTransaction > 0) await this.#run('commit')
    this.#inTransaction = 0
  }

  async #insert(): Promise<void> {
    const rows = this.#rows
    if (rows.length === 0) return
    this.#rows = []
    this.#characters = 0
    if (this.#inTransaction === 0) await this.#run('begin')
    const statement = CompiledQuery.raw(this.#sqlOf(rows.length), rows.flat())
    await this.#connection.executeQuery(statement)
    this.#inTransaction += rows.length
    if (this.#inTransaction < ROWS) return
    await this.#run('commit')
    this.#inTransaction = 0
  }

  /** The statement for so many rows, which is built once. */
  #sqlOf(count: number): string {
    const known = this.#sql.get(count)
    if (known !== undefined) return known
    const row = Object.fromEntries(this.#columns.map((column) => [column, '']))
    const rows = Array.from({ length: count }, () => row)
    const { sql } = (this.#connection as Any).insertInto(this.#table).values(rows).compile()
    this.#sql.set(count, sql)
    return sql
  }

  async #run(statement: 'begin' | 'commit'): Promise<void> {
    await this.#connection.executeQuery(CompiledQuery.raw(statement))
  }
}
