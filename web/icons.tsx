// Icons have the colour of the text around them, and are hidden from screen readers.

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

export const SendIcon = () => <Stroke path="M12 19V5M5.5 11.5 12 5l6.5 6.5" />
export const DownIcon = () => <Stroke path="M12 5v14M5.5 12.5 12 19l6.5-6.5" />
export const PeopleIcon = () => (
  <Stroke path="M3.5 19.5c0-3 2.5-5 5.5-5s5.5 2 5.5 5M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M15.5 4.8a3.5 3.5 0 0 1 0 6.4M17.5 14.9c1.9.7 3 2.4 3 4.6" />
)

const Stroke = ({ path }: { path: string }) => (
  <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
    <path d={path} />
  </svg>
)
