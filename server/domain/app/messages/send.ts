import { SYSTEM } from '../../../../protocol/ids.ts'
import { onceOf, postMessage } from '../../messages/rules.ts'
import { asBot, inRoom } from '../rules.ts'
import type { AppUseCase } from '../use-case.ts'

/** Nobody's words say what happened; a bot's are its own. */
export const send: AppUseCase<'messages.send'> = ({ store, presence, input }) => {
  const { sender, ...said } = input
  return store.write(
    (tx) =>
      sender === undefined
        ? inRoom(tx, input.room).then((standing) =>
            postMessage(tx, presence, standing, { ...said, system: true }),
          )
        : asBot(tx, input.room, sender).then((standing) =>
            postMessage(tx, presence, standing, said),
          ),
    onceOf(said, sender ?? SYSTEM),
  )
}
