import { expect } from 'bun:test'

// How a server is tried that runs from a package, at its address.

/** The page, and all files that it and its scripts name, are there. Returns how many. */
export async function pageOf(url: string): Promise<number> {
  const seen = new Set(['/'])
  for (const path of seen) {
    const answer = await fetch(url + path)
    expect(answer.status, path).toBe(200)
    const names = (await answer.text()).match(/[\w-]+-[0-9a-z]{8}\.(?:js|css|svg)\b/g) ?? []
    for (const name of names) seen.add(`/${name}`)
  }
  return seen.size
}

/** A guest in the lobby, who sends and searches. */
export const guestOf = async (url: string) => {
  const body = JSON.stringify({ name: 'Ana' })
  const answer: { token: string } = await (
    await fetch(`${url}/api/v1/guests`, { method: 'POST', body })
  ).json()
  const lobby: { room: string } = await (await fetch(`${url}/api/v1/lobby`)).json()
  const headers = { authorization: `Bearer ${answer.token}` }
  const room = `${url}/api/v1/rooms/${lobby.room}`
  expect((await fetch(`${room}/members/me`, { method: 'PUT', headers })).status).toBeLessThan(300)
  return {
    send: async (text: string) =>
      (await fetch(`${room}/messages`, { method: 'POST', headers, body: JSON.stringify({ text }) }))
        .status,
    search: async (text: string): Promise<string> =>
      (await fetch(`${url}/api/v1/search?q=${text}`, { headers })).text(),
  }
}
