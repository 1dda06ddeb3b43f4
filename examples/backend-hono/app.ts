import { type Backend, mintToken, userId } from '@parlance/sdk/server'
import { Hono } from 'hono'

export type Settings = {
  /** Parlance's management port. */
  readonly backend: Backend
  /** The secret that this app and Parlance share: `PARLANCE_JWT_SECRET`. */
  readonly secret: string
  /** The user who is signed in to this app: read your own session here. */
  readonly userOf: (request: Request) => { readonly id: string; readonly name: string } | undefined
}

/** The two routes that add chat to an existing app. */
export function chatFor({ backend, secret, userOf }: Settings): Hono {
  const app = new Hono()

  /** The token that the page passes to `createChat`. */
  app.post('/chat/token', async (c) => {
    const me = userOf(c.req.raw)
    if (me === undefined) return c.json({ error: 'Sign in first' }, 401)
    return c.json({
      token: await mintToken(secret, { user: me.id, name: me.name, issuer: 'shop' }),
    })
  })

  /** Each order has a room, which the first request creates: the same `key` returns the same room. */
  app.post('/orders/:order/chat', async (c) => {
    const me = userOf(c.req.raw)
    if (me === undefined) return c.json({ error: 'Sign in first' }, 401)
    const user = userId(me.id)
    const order = c.req.param('order')
    await backend.users.create({ id: user, name: me.name })
    const room = await backend.rooms.create({
      type: 'group',
      name: `Order ${order}`,
      key: `order-${order}`,
    })
    await backend.members.add({ room: room.id, user })
    return c.json({ room: room.id })
  })

  return app
}
