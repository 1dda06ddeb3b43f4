import type { MyRoom } from '@parlance/sdk'
import { Link, useLocation } from 'wouter'
import { Icon, type IconName } from '../../ui/icons.tsx'
import { Badge } from '../../ui/labels.tsx'
import { count } from '../../words/plural.ts'
import { useWords } from '../../words/words.ts'
import { useRequests } from '../requests/index.ts'

/** What is about all rooms: the search, and the inbox with what waits for the user. */
export function RailLinks({ rooms }: { readonly rooms: readonly MyRoom[] }) {
  const words = useWords()
  const [path] = useLocation()
  const waiting = useRequests().length + rooms.reduce((sum, { mentions }) => sum + mentions, 0)
  const links: readonly (readonly [string, IconName, string])[] = [
    ['/search', 'search', words.search],
    ['/inbox', 'inbox', words.inbox],
  ]
  return (
    <ul className="rail-links">
      {links.map(([href, icon, label]) => (
        <li key={href}>
          <Link
            href={href}
            className="rail-room"
            aria-current={path === href || path.startsWith(`${href}/`) ? 'page' : undefined}
          >
            <Icon name={icon} />
            <span className="room-name">{label}</span>
            {href === '/inbox' && waiting > 0 && (
              <Badge
                n={waiting}
                label={count(words.locale, words.waiting, waiting)}
                look="accent"
              />
            )}
          </Link>
        </li>
      ))}
    </ul>
  )
}
