import { ChatError } from './error.ts'
import type { Answer } from './frames.ts'
import { frameBytes } from './limits.ts'
import { ONLY_ONCE } from './only-once.ts'
import type { Command, TransportConnection } from './transport.ts'

type Pending = {
  readonly command: Command
  /** Sent on the current connection. */
  isSent?: boolean
  readonly resolve: (result: unknown) => void
  readonly reject: (error: ChatError) => void
}
/** The unanswered commands by their ids, in the order of the calls. */
export type CommandQueue = Map<number, Pending>

export function enqueue(
  queue: CommandQueue,
  command: Command,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    // The server closes the connection at a larger frame, and the command would be repeated on the next one.
    if (new Blob([JSON.stringify({ type: 'command', ...command })]).size > frameBytes)
      return reject(new ChatError('too_large', 'Over 64 KiB: send less'))
    const pending: Pending = { command, resolve, reject }
    queue.set(command.id, pending)
    signal?.addEventListener('abort', () => {
      if (!pending.isSent) queue.delete(command.id)
      reject(new ChatError('aborted'))
    })
  })
}

/** Sends the first commands of the queue, as many as the window allows. */
export function flush(
  queue: CommandQueue,
  connection: () => TransportConnection | undefined | false,
): void {
  /** Most sent commands at once. The server queues 64 and closes the connection of a client that sends more. */
  let free = 32
  for (const pending of queue.values()) {
    const target = free-- && connection()
    if (!target) return
    if (pending.isSent) continue
    pending.isSent = true
    target.send(pending.command)
  }
}

export function settle(queue: CommandQueue, answer: Answer): void {
  const pending = queue.get(answer.id)
  queue.delete(answer.id)
  if ('error' in answer)
    pending?.reject(new ChatError(answer.error.code, answer.error.message, answer.error))
  else pending?.resolve(answer.result)
}

/** After the end of a connection: sent commands are sent again, or rejected if they must not run twice. */
export function requeue(queue: CommandQueue): void {
  for (const [id, pending] of queue) {
    if (pending.isSent && ONLY_ONCE.test(pending.command.name)) {
      queue.delete(id)
      pending.reject(new ChatError('disconnected', 'The connection was closed'))
    }
    pending.isSent = false
  }
}

export function rejectAll(queue: CommandQueue, error: ChatError): void {
  for (const { reject } of queue.values()) reject(error)
  queue.clear()
}
