import { type Backend, mintToken, userId } from '@parlance/sdk/server'
import { Hono } from 'hono'

export type Settings = {
  /** Parlance's management port. */
  readonly backend: Backend
  /** The secret that this app and Parlance share: `PARLANCE_JWT_SECRET`. */
  readonly secret: string
  /** Who is signed in to this app: your own session stands here. */
  readonly who: (request: Request) => { readonly id: string; readonly name: string } | undefined
}

/** An app that is there already, and now has chat: two addresses more. */
export function chatFor({ backend, secret, who }: Settings): Hono {
  const app = new Hono()

  /** What the page gives `createChat` as its token. */
  app.post('/chat/token', async (c) => {
    const me = who(c.req.raw)
    if (me === undefined) return c.json({ error: 'Sign in first' }, 401)
    return c.json({
      token: await mintToken(secret, { user: me.id, name: me.name, issuer: 'shop' }),
    })
  })

  /** Each order has a room, made when it is first talked about: the same key is the same room. */
  app.post('/orders/:order/chat', async (c) => {
    const me = who(c.req.raw)
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
