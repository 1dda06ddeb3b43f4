import { type CreateTableBuilder, type Kysely, type RawBuilder, sql } from 'kysely'

/** The differences between the schemas of the three databases. All of them compare text byte by byte. */
export type SchemaDialect = {
  /** The type of an id that is part of a key: up to 160 characters. */
  readonly key: RawBuilder<unknown>
  /** The type of a unique name: up to 300 characters. */
  readonly longKey: RawBuilder<unknown>
  readonly text: RawBuilder<unknown>
  /** The type of a text of up to 4 MB. */
  readonly longText: RawBuilder<unknown>
  /** The type of an integer: at least 53 bits. */
  readonly number: RawBuilder<unknown>
  /** Stores rows in the order of the primary key: a log's events and a room's messages lie side by side. */
  readonly clustered: RawBuilder<unknown>
  /** Whether the database has partial indexes. */
  readonly where: boolean
  /**
   * The columns that a count of unread messages compares, in the order of its index. Undefined on MariaDB,
   * where the rows of a room lie side by side without their long texts, and an index is not faster.
   */
  readonly counted: readonly string[] | undefined
  /** Whether one statement can add several columns. */
  readonly altersAtOnce: boolean
  readonly search: SearchSchema
  /** Lists every column of the database. */
  readonly columns: RawBuilder<{ of_table: string; name: string }>
  /** Lists every index of the database. */
  readonly indexes: RawBuilder<{ of_table: string; name: string }>
}

/** The tables of the search index. A step that finds its result in place does nothing. */
export interface SearchSchema {
  create(schema: Schema): Promise<void>
  /** Creates the index again, empty, because the content of its entries has changed. */
  createAgain(schema: Schema): Promise<void>
  /** Stores the entries of a room side by side. */
  orderByRoom(schema: Schema): Promise<void>
}

type Build = (table: CreateTableBuilder<string>) => CreateTableBuilder<string, string>

/**
 * The steps of migrations. Each step creates a thing only where it is missing: a migration that was
 * interrupted, in any version, is completed by running it again.
 */
export class Schema {
  readonly dialect: SchemaDialect
  readonly #db: Kysely<unknown>
  /** `table`, `table.column` and `table#index`. */
  readonly #existing = new Set<string>()
  /** Whether a statement of `run` may have changed what exists. */
  #isStale = true

  private constructor(db: Kysely<unknown>, dialect: SchemaDialect) {
    this.#db = db
    this.dialect = dialect
  }

  /** Of a database, with what exists in it. */
  static async read(db: Kysely<unknown>, dialect: SchemaDialect): Promise<Schema> {
    const schema = new Schema(db, dialect)
    await schema.refresh()
    return schema
  }

  /** Reads which tables, columns and indexes exist, unless that is known. */
  async refresh(): Promise<void> {
    if (!this.#isStale) return
    this.#existing.clear()
    for (const { of_table, name } of (await this.dialect.columns.execute(this.#db)).rows)
      this.#add(of_table, [name])
    for (const { of_table, name } of (await this.dialect.indexes.execute(this.#db)).rows)
      this.#existing.add(`${of_table}#${name}`)
    this.#isStale = false
  }

  hasTable(table: string): boolean {
    return this.#existing.has(table)
  }

  hasIndex(table: string, index: string): boolean {
    return this.#existing.has(`${table}#${index}`)
  }

  async table(name: string, build: Build): Promise<void> {
    if (this.hasTable(name)) return
    const table = build(this.#db.schema.createTable(name)).modifyEnd(this.dialect.clustered)
    await table.execute()
    const { columns } = table.toOperationNode()
    this.#add(
      name,
      columns.map(({ column }) => column.column.name),
    )
  }

  /** Adds columns, in one statement where the database can do that: each statement may copy the table. */
  async columns(
    table: string,
    columns: Readonly<Record<string, RawBuilder<unknown>>>,
  ): Promise<void> {
    const missing = Object.entries(columns)
      .filter(([name]) => !this.#existing.has(`${table}.${name}`))
      .map(([name, type]) => sql`add column ${sql.ref(name)} ${type}`)
    if (missing.length === 0) return
    for (const added of this.dialect.altersAtOnce ? [sql.join(missing)] : missing)
      await sql`alter table ${sql.table(table)} ${added}`.execute(this.#db)
    this.#add(table, Object.keys(columns))
  }

  async index(
    name: string,
    table: string,
    columns: readonly string[],
    { unique = false, where }: { readonly unique?: boolean; readonly where?: string } = {},
  ): Promise<void> {
    if (this.hasIndex(table, name)) return
    const full = this.#db.schema
      .createIndex(name)
      .on(table)
      .columns([...columns])
    const built =
      where !== undefined && this.dialect.where ? full.where(sql.ref(where), 'is not', null) : full
    await (unique ? built.unique() : built).execute()
    this.#existing.add(`${table}#${name}`)
  }

  /** Runs any other statement. The statement must do no harm when it is run again. */
  async run(statement: RawBuilder<unknown>): Promise<void> {
    this.#isStale = true
    await statement.execute(this.#db)
  }

  #add(table: string, columns: readonly string[]): void {
    this.#existing.add(table)
    for (const column of columns) this.#existing.add(`${table}.${column}`)
  }
}
