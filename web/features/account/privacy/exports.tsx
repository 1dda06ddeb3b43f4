import type { Export } from '@parlance/sdk'
import { useChat } from '@parlance/sdk/react'
import { useCallback, useEffect } from 'react'
import { useCommand } from '../../../lib/use-command.ts'
import { useList } from '../../../lib/use-list.ts'
import { Button } from '../../../ui/button.tsx'
import { RelativeTime } from '../../../ui/relative-time.tsx'
import { Notice } from '../../../ui/states.tsx'
import { useWords } from '../../../words/words.ts'

/** All data of the user, in a file. */
export function Exports() {
  const chat = useChat()
  const words = useWords()
  const read = useCallback(async () => (await chat.exports.list()).exports, [chat])
  const { items, refusal, reload } = useList(read)
  const command = useCommand()
  useEffect(() => chat.on('export.finished', () => void reload()), [chat, reload])

  async function create(): Promise<void> {
    await chat.exports.create()
    await reload()
  }
  async function download({ id }: Export): Promise<void> {
    // A browser sends no token with a link.
    const { ticket } = await chat.tickets.create()
    location.assign(`api/v1/me/exports/${id}/file?ticket=${encodeURIComponent(ticket)}`)
  }
  const problem = command.refusal ?? refusal
  const isRunning = items?.some(({ state }) => state === 'running' || state === 'waiting')
  return (
    <section>
      <h2>{words.exports}</h2>
      <p className="quiet">{words.exportsHint}</p>
      {problem !== undefined && <Notice look="danger">{problem}</Notice>}
      <ul className="setting-list">
        {items?.map((one) => (
          <li key={one.id}>
            <div>
              <p>{words.exportStates[one.state]}</p>
              <small>
                <RelativeTime at={one.createdAt} />
              </small>
            </div>
            {one.state === 'ready' && (
              <Button disabled={command.isBusy} onClick={() => command.run(() => download(one))}>
                {words.download}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <Button disabled={command.isBusy || isRunning} onClick={() => command.run(create)}>
        {words.newExport}
      </Button>
    </section>
  )
}
