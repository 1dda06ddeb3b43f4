// Icons have the colour of the text around them, and are hidden from screen readers. The shapes follow Lucide (ISC).

const PATHS = {
  archive: 'M4 4h16v5H4zM5.5 9v11h13V9M10 13h4',
  back: 'M19 12H5M11.5 5.5 5 12l6.5 6.5',
  check: 'M5 12.5 10 17.5 19 7',
  close: 'M6 6l12 12M18 6 6 18',
  compass: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M15.5 8.5l-2 5-5 2 2-5z',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  down: 'M12 5v14M5.5 12.5 12 19l6.5-6.5',
  edit: 'M4 20h4L19 9l-4-4L4 16zM13.5 6.5l4 4',
  eye: 'M2.5 12c1-2.5 4.5-7 9.5-7s8.5 4.5 9.5 7c-1 2.5-4.5 7-9.5 7s-8.5-4.5-9.5-7M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6',
  flag: 'M6 21V4.5c3-1.8 6 1.8 9.5 0 1-.5 2-.5 2.5-.3v9.3c-3.5 1.5-6-2-9-.8-1 .3-2 .8-3 1',
  hash: 'M5 9h14M5 15h14M10 4 8 20M16 4l-2 16',
  hide: 'M4 4l16 16M9.9 5.2A9.6 9.6 0 0 1 12 5c5 0 8.5 4.5 9.5 7-.4 1-1.2 2.4-2.5 3.7M6.3 6.7C4.2 8.2 3 10.4 2.5 12c1 2.5 4.5 7 9.5 7 1.8 0 3.4-.6 4.8-1.4',
  inbox: 'M3.5 13.5h5l1.5 3h4l1.5-3h5M6 5h12l2.5 8.5V19h-17v-5.5z',
  key: 'M11.5 12.5 20 4M16.5 7.5l2.5 2.5M8 20a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9',
  leave: 'M14 4h5v16h-5M15 12H4M8.5 7.5 4 12l4.5 4.5',
  link: 'M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 0 0 11 18.7l1-1',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  megaphone: 'M4 10v4h3l9 5V5l-9 5zM19 9.5a3.5 3.5 0 0 1 0 5',
  menu: 'M4 7h16M4 12h16M4 17h16',
  more: 'M5.5 12h.01M12 12h.01M18.5 12h.01',
  people:
    'M3.5 19.5c0-3 2.5-5 5.5-5s5.5 2 5.5 5M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M15.5 4.8a3.5 3.5 0 0 1 0 6.4M17.5 14.9c1.9.7 3 2.4 3 4.6',
  person: 'M5 20c0-3.6 3-6 7-6s7 2.4 7 6M12 11.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8',
  pin: 'M12 16v5M8 4h8l-1 6 3 3v3H6v-3l3-3z',
  plus: 'M12 5v14M5 12h14',
  react:
    'M20.5 11.5a8.5 8.5 0 1 1-5.6-8M8.5 14.5c.8 1.2 2 1.8 3.5 1.8s2.7-.6 3.5-1.8M9 9.5h.01M15 9.5h.01M19 2v6M16 5h6',
  reply: 'M9.5 6 4 11.5 9.5 17M4.5 11.5H14a6 6 0 0 1 6 6v1',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14M16.5 16.5 21 21',
  send: 'M12 19V5M5.5 11.5 12 5l6.5 6.5',
  settings:
    'M4 7h9M17 7h3M4 17h3M11 17h9M15 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5M9 19.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5',
  shield: 'M12 21c5-2 7.5-5 7.5-9.5V5.5L12 3 4.5 5.5v6C4.5 16 7 19 12 21M9 12h6',
  star: 'M12 4l2.5 5.2 5.7.8-4.1 4 1 5.7L12 17l-5.1 2.7 1-5.7-4.1-4 5.7-.8z',
  thread: 'M5 5h14v10h-8l-4 4v-4H5zM9 9h6M9 12h4',
  trash: 'M4.5 7h15M10 4h4M6.5 7l1 13h9l1-13M10 11v5M14 11v5',
  unread: 'M4 6h16v12H4zM4.5 6.5 12 13l7.5-6.5',
  up: 'M12 19V5M5.5 11.5 12 5l6.5 6.5',
} as const

export type IconName = keyof typeof PATHS

/** `back`, `leave` and `reply` point to where the line begins: they are mirrored where lines begin at the right. */
export const Icon = ({ name }: { readonly name: IconName }) => (
  <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" data-icon={name}>
    <path d={PATHS[name]} />
  </svg>
)

/** The product's logo: a speech bubble. */
export const Mark = () => (
  <svg className="mark" viewBox="0 0 64 64" aria-hidden="true">
    <path d="M32 5c15.5 0 27 10.4 27 24.3S47.5 53.6 32 53.6c-3.3 0-6.5-.5-9.4-1.3L9.8 58.3c-1.6.8-3.4-.7-2.9-2.4l3.3-10.9C7 40.7 5 35.3 5 29.3 5 15.4 16.5 5 32 5Z" />
    <g className="mark-dots">
      <circle cx="20.5" cy="29.5" r="4" />
      <circle cx="32" cy="29.5" r="4" />
      <circle cx="43.5" cy="29.5" r="4" />
    </g>
  </svg>
)
