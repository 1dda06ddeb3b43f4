import { COMMAND_KEY } from '../../lib/keys.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Kbd } from '../../ui/labels.tsx'
import { useWords, type Words } from '../../words/words.ts'

/** The keys, in the order in which one learns them. */
const KEYS: readonly (readonly [keyof Words['keys'], readonly (readonly string[])[]])[] = [
  ['switcher', [[COMMAND_KEY, 'K']]],
  [
    'rooms',
    [
      ['Alt', '↑'],
      ['Alt', '↓'],
    ],
  ],
  [
    'unreadRooms',
    [
      ['Alt', 'Shift', '↑'],
      ['Alt', 'Shift', '↓'],
    ],
  ],
  ['regions', [['F6']]],
  ['readAll', [['Shift', 'Esc']]],
  ['send', [['Enter']]],
  ['line', [['Shift', 'Enter']]],
  ['editLast', [['↑']]],
  ['close', [['Esc']]],
  ['sheet', [['?'], [COMMAND_KEY, '/']]],
]

export function KeySheet({ onClose }: { readonly onClose: () => void }) {
  const words = useWords()
  return (
    <Dialog title={words.keyboard} onClose={onClose}>
      <dl className="key-sheet">
        {KEYS.map(([name, keys]) => (
          <div key={name}>
            <dt>{words.keys[name]}</dt>
            <dd dir="ltr">
              {keys.map((parts) => (
                <span key={parts.join()}>
                  {parts.map((part) => (
                    <Kbd key={part}>{part}</Kbd>
                  ))}
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
