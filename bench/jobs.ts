import { join } from 'node:path'
import { end, keep } from './children.ts'
import type { Target } from './crowd.ts'

/** What a load generator can be told to do. */
export type Job =
  | {
      readonly do: 'gather'
      readonly target: Target
      readonly rooms: number
      readonly members: number
      /** The same members in every room, each with one connection. Rooms begin with different members. */
      readonly isShared?: true
    }
  | { readonly do: 'idle'; readonly target: Target; readonly from: number; readonly count: number }
  | {
      readonly do: 'broadcast'
      readonly messages: number
      /** Members who speak in the same moment. */
      readonly senders: number
      readonly perSecond: number
    }
  | {
      readonly do: 'send'
      readonly messages: number
      /** Members of each room who send. */
      readonly senders: number
      /** How many of them, spread over the rooms; without it all. */
      readonly inFlight?: number
    }
  | {
      /** One room: its members send in turn, at this rate. */
      readonly do: 'pace'
      readonly messages: number
      readonly perSecond: number
    }
  | {
      readonly do: 'pages'
      readonly of: 'messages' | 'rooms'
      readonly count: number
      readonly connections: number
    }

export type Answer = { readonly ms: number } | { readonly error: string }

export type Load = {
  /**
   * Resolves when it is done, with the ms that it took; of `pace`, with the ms within which 99 % of its deliveries arrived, from
   * when each message was due. One at a time.
   */
  perform(job: Job): Promise<number>
  stop(): Promise<void>
}

export function startLoad(): Load {
  let answered: (answer: Answer) => void = () => undefined
  const child = keep(
    Bun.spawn([process.execPath, join(import.meta.dir, 'load.ts')], {
      stdio: ['ignore', 'inherit', 'inherit'],
      ipc: (answer: Answer) => answered(answer),
    }),
  )
  void child.exited.then(() => answered({ error: 'the load generator has ended' }))
  return {
    async perform(job) {
      const answer = await new Promise<Answer>((resolve) => {
        answered = resolve
        child.send(job)
      })
      if ('error' in answer) throw new Error(answer.error)
      return answer.ms
    },
    stop: () => end(child),
  }
}
