/** What a process writes, as it comes. */
export function outputOf(stream: ReadableStream<Uint8Array>) {
  const output = { text: '' }
  const decoder = new TextDecoder()
  void (async () => {
    for await (const chunk of stream) output.text += decoder.decode(chunk, { stream: true })
  })()
  return output
}
