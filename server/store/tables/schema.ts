import { type CreateTableBuilder, type Kysely, type RawBuilder, sql } from 'kysely'

/** In what the schemas of the three databases differ. Text is compared byte by byte on all. */
export type SchemaDialect = {
  /** An id: up to 160 characters, in a key. */
  readonly key: RawBuilder<unknown>
  /** The name of what there is one of: up to 300. */
  readonly longKey: RawBuilder<unknown>
  readonly text: RawBuilder<unknown>
  /** 53 bits and more. */
  readonly number: RawBuilder<unknown>
  /** Rows lie in the order of the primary key: a log's events and a room's messages side by side. */
  readonly clustered: RawBuilder<unknown>
  /** Whether an index may leave rows out. */
  readonly where: boolean
  /** Whether one statement may add many columns. */
  readonly altersAtOnce: boolean
  readonly search: SearchSchema
  /** Every column that there is. */
  readonly columns: RawBuilder<{ of_table: string; name: string }>
  /** Every index that there is. */
  readonly indexes: RawBuilder<{ of_table: string; name: string }>
}

/** The tables of the search index. Each step leaves alone what is as it should be. */
export interface SearchSchema {
  create(schema: Schema): Promise<void>
  /** Creates the index again, empty, because its entries have come to hold more. */
  createAgain(schema: Schema): Promise<void>
  /** Stores the entries of a room side by side. */
  orderByRoom(schema: Schema): Promise<void>
}

type Build = (table: CreateTableBuilder<string>) => CreateTableBuilder<string, string>

/**
 * The steps of migrations. Each creates what is missing and leaves alone what is there: a migration that
 * was cut off half way, by whatever version, is completed by running it again.
 */
export class Schema {
  readonly dialect: SchemaDialect
  readonly #db: Kysely<unknown>
  readonly #there: ReadonlySet<string>

  private constructor(db: Kysely<unknown>, dialect: SchemaDialect, there: ReadonlySet<string>) {
    this.#db = db
    this.dialect = dialect
    this.#there = there
  }

  /** Reads what there is now. */
  static async read(db: Kysely<unknown>, dialect: SchemaDialect): Promise<Schema> {
    const there = new Set<string>()
    for (const { of_table, name } of (await dialect.columns.execute(db)).rows)
      there.add(of_table).add(`${of_table}.${name}`)
    for (const { of_table, name } of (await dialect.indexes.execute(db)).rows)
      there.add(`${of_table}#${name}`)
    return new Schema(db, dialect, there)
  }

  hasTable(table: string): boolean {
    return this.#there.has(table)
  }

  hasIndex(table: string, index: string): boolean {
    return this.#there.has(`${table}#${index}`)
  }

  async table(name: string, build: Build): Promise<void> {
    if (this.hasTable(name)) return
    await build(this.#db.schema.createTable(name)).modifyEnd(this.dialect.clustered).execute()
  }

  /** One statement where the database takes it: each may be a copy of the table. */
  async columns(
    table: string,
    columns: Readonly<Record<string, RawBuilder<unknown>>>,
  ): Promise<void> {
    const missing = Object.entries(columns)
      .filter(([name]) => !this.#there.has(`${table}.${name}`))
      .map(([name, type]) => sql`add column ${sql.ref(name)} ${type}`)
    if (missing.length === 0) return
    for (const added of this.dialect.altersAtOnce ? [sql.join(missing)] : missing)
      await this.run(sql`alter table ${sql.table(table)} ${added}`)
  }

  async index(
    name: string,
    table: string,
    columns: readonly string[],
    { unique = false, where }: { readonly unique?: boolean; readonly where?: string } = {},
  ): Promise<void> {
    if (this.hasIndex(table, name)) return
    const all = this.#db.schema
      .createIndex(name)
      .on(table)
      .columns([...columns])
    const some =
      where !== undefined && this.dialect.where ? all.where(sql.ref(where), 'is not', null) : all
    await (unique ? some.unique() : some).execute()
  }

  /** Anything else. It must do no harm when it is run again. */
  async run(statement: RawBuilder<unknown>): Promise<void> {
    await statement.execute(this.#db)
  }
}
