import { mintToken } from '@parlance/sdk/server'
import { Room } from './room.jsx'

export const dynamic = 'force-dynamic'

// A server component: the secret stays here.
export default async function Page() {
  const { CHAT_URL, CHAT_SECRET, CHAT_USER, CHAT_ROOM } = process.env
  const token = await mintToken(CHAT_SECRET, { user: CHAT_USER, name: 'Ana', issuer: 'the-app' })
  return <Room url={CHAT_URL} token={token} room={CHAT_ROOM} />
}
