import type { Server } from '@parlance/sdk'
import { use } from 'react'
import { ask } from '../api.ts'

/** Without an answer every way is offered: the server refuses those that are not allowed. */
const EVERY_WAY: Server = { guests: true, accounts: 'open', mail: true, providers: [] }

let answer: Promise<Server> | undefined

/** The ways in that the operator allows. Suspends until the server has answered. */
export function useWaysIn(): Server {
  answer ??= ask<Server>('GET', 'server').catch(() => EVERY_WAY)
  return use(answer)
}
