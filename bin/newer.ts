/** A server that `bin/newer-services` has started, in the place of one of `bin/services`. */
export type Newer = {
  readonly name: string
  readonly database: 'postgres' | 'mariadb'
  readonly suites: 'of databases' | 'of nodes'
  /** What the suites see in their environment. */
  readonly env: Readonly<Record<string, string | undefined>>
}

const SERVERS = [
  ['mysql', 'mariadb', 'of databases', 'TEST_MYSQL_URL', 'TEST_MARIADB_URL'],
  ['newer mariadb', 'mariadb', 'of databases', 'TEST_NEWER_MARIADB_URL', 'TEST_MARIADB_URL'],
  ['newer postgres', 'postgres', 'of databases', 'TEST_NEWER_POSTGRES_URL', 'TEST_POSTGRES_URL'],
  ['newer pgbouncer', 'postgres', 'of databases', 'TEST_NEWER_PGBOUNCER', 'PGBOUNCER'],
  ['postgres and valkey', 'postgres', 'of nodes', 'TEST_VALKEY_URL', 'TEST_REDIS_URL'],
  ['postgres and newer redis', 'postgres', 'of nodes', 'TEST_NEWER_REDIS_URL', 'TEST_REDIS_URL'],
] as const

/** The servers that are there. A missing one is passed to `skip`, with what to do. */
export function newerServers(skip: (line: string) => void): Newer[] {
  return SERVERS.flatMap(([name, database, suites, variable, replaces]) => {
    const value = process.env[variable]
    if (value === undefined) {
      skip(`the suites on ${name}, because ${variable} is not set: eval "$(bin/newer-services)"`)
      return []
    }
    const others = {
      TEST_NEWER: name,
      // The templates are of the other server.
      TEST_SQLITE_TEMPLATE: undefined,
      TEST_POSTGRES_TEMPLATE: undefined,
      // Certificates of the newer databases have another authority, as has that of Valkey, the bus beside them.
      ...(replaces.endsWith('_URL') && {
        TEST_TLS_AUTHORITY: process.env['TEST_NEWER_TLS_AUTHORITY'],
        TEST_REDIS_TLS_URL: process.env['TEST_VALKEY_TLS_URL'],
      }),
    }
    return [{ name, database, suites, env: { ...others, [replaces]: value } }]
  })
}
