import { talk } from './talk.js'

export default { fetch: async (request) => Response.json(await talk(await request.json())) }
