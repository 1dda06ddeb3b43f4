import { ensureServerBundle } from './server-bundle.ts'

// The entry point of `npm start`: builds the server and the web app if they are not built, then starts the server.
const ensureWeb = async () => (await import('../web/build.ts')).ensureWeb()
const { run }: typeof import('../server/run.ts') = await import(await ensureServerBundle())
await run(process.argv.slice(2), ensureWeb)
