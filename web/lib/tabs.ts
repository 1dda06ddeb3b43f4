/** Messages to the other tabs of this browser. Without BroadcastChannel a tab is alone. */
export function openTabs<Message>(name: string) {
  const channel =
    globalThis.BroadcastChannel === undefined
      ? undefined
      : new BroadcastChannel(`parlance ${name} ${new URL(document.baseURI).pathname}`)
  return {
    send: (message: Message): void => channel?.postMessage(message),
    receive(onMessage: (message: Message) => void): void {
      channel?.addEventListener('message', ({ data }: { data: Message }) => onMessage(data))
    },
  }
}
