/** Builds a program of the Go module proxy into a folder, which takes minutes the first time. */
export async function goProgram(module: string, folder: string): Promise<void> {
  const built = Bun.spawn(['go', 'install', module], {
    env: { ...process.env, GOBIN: folder, GOFLAGS: '-p=1' },
    stderr: 'pipe',
  })
  if ((await built.exited) !== 0) throw new Error(await new Response(built.stderr).text())
}
