// The entry point of the binary.
const fail = (error: unknown): never => {
  // Bun would print the line of the minified source, which is the whole program.
  console.error(error instanceof Error ? error.stack : error)
  process.exit(2)
}
process.on('uncaughtException', fail).on('unhandledRejection', fail)

/** From here on server/run.ts handles these errors: it logs them, and the server continues. */
async function prepareServe(): Promise<void> {
  process.off('uncaughtException', fail).off('unhandledRejection', fail)
  const { selfTest } = await import('./self-test.ts')
  await selfTest(import.meta.dir)
}

const { main } = await import('../../server/cli/main.ts')
process.exitCode = await main(process.argv.slice(2), undefined, undefined, prepareServe)
