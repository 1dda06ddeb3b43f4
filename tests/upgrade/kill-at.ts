import { Database } from 'bun:sqlite'
import { Connection } from 'mysql2'
import { Client } from 'pg'

// Loaded before a server (`bun --preload`): it dies before the statement KILL_AT that changes its database.

const at = Number(process.env['KILL_AT'])
let count = 0

function look(statement: unknown): void {
  const text =
    typeof statement === 'string' ? statement : (Object(statement).text ?? Object(statement).sql)
  if (/^\s*(create|alter|drop|insert|update|delete|begin|commit|vacuum)\b/i.test(String(text)))
    if (++count === at) process.kill(process.pid, 'SIGKILL')
}

for (const [prototype, names] of [
  [Database.prototype, ['prepare', 'run', 'query']],
  [Client.prototype, ['query']],
  [Connection.prototype, ['query', 'execute']],
] as const)
  for (const name of names) {
    const before = Reflect.get(prototype, name)
    Reflect.set(prototype, name, function (this: unknown, statement: unknown, ...rest: unknown[]) {
      look(statement)
      return Reflect.apply(before, this, [statement, ...rest])
    })
  }
