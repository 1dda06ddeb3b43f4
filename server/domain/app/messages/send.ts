import { SYSTEM } from '../../../../protocol/ids.ts'
import { keysOfSend, postMessage } from '../../messages/rules.ts'
import { asBot, inRoom } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'

/** Without a `sender` it is a system message; otherwise the message of a bot. */
export const send: AppUseCase<'messages.send'> = ({ store, presence, policy, input }) => {
  const { sender, ...message } = input
  const services = { presence, policy }
  return store.write(
    (tx) =>
      sender === undefined
        ? inRoom(tx, input.room).then((standing) =>
            postMessage(tx, services, standing, { ...message, system: true }),
          )
        : asBot(tx, input.room, sender).then((standing) =>
            postMessage(tx, services, standing, message),
          ),
    keysOfSend(message, sender ?? SYSTEM),
  )
}
