// npm install express compression http-proxy-middleware
import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import compression from 'compression'
import express from 'express'
import { createProxyMiddleware } from 'http-proxy-middleware'

const { PORT = '443', CERT = '/etc/ssl/chat.crt', KEY = '/etc/ssl/chat.key' } = process.env
const { NODES = 'http://127.0.0.1:8001 http://127.0.0.1:8002' } = process.env
/** Empty if Parlance has a host name of its own. */
const { BELOW = '/chat' } = process.env

const nodes = NODES.split(' ')
let turn = 0
const parlance = createProxyMiddleware({
  // The nodes take turns.
  router: () => nodes[turn++ % nodes.length],
  // Sets X-Forwarded-For, -Host and -Proto.
  xfwd: true,
})

const app = express()
app.use(compression())
// Express removes the path and does not redirect: the page is at `/chat/`.
if (BELOW !== '')
  app.get(BELOW, (request, response, next) =>
    request.path.endsWith('/') ? next() : response.redirect(`${BELOW}/`),
  )
app.use(BELOW, parlance)

const server = createServer({ cert: readFileSync(CERT), key: readFileSync(KEY) }, app)
// Express does not handle upgrades to WebSocket, so the proxy handles them directly.
server.on('upgrade', (request, socket, head) => {
  if (!request.url.startsWith(`${BELOW}/`)) return socket.destroy()
  request.url = request.url.slice(BELOW.length)
  parlance.upgrade(request, socket, head)
})
server.listen(Number(PORT))
