import type { ComponentProps } from 'react'
import { Icon, type IconName } from './icons.tsx'

type Look = 'primary' | 'plain' | 'quiet' | 'danger'

/** `primary`: the one thing to do on a screen. */
export function Button({
  look = 'plain',
  icon,
  type = 'button',
  children,
  ...props
}: ComponentProps<'button'> & { readonly look?: Look; readonly icon?: IconName }) {
  return (
    <button {...props} type={type} className="button" data-look={look}>
      {icon && <Icon name={icon} />}
      {children}
    </button>
  )
}

/** A button with an icon alone. `label` is its name for screen readers, and its hint. */
export function IconButton({
  icon,
  label,
  type = 'button',
  children,
  ...props
}: ComponentProps<'button'> & { readonly icon: IconName; readonly label: string }) {
  return (
    <button {...props} type={type} className="icon-button" title={label}>
      <Icon name={icon} />
      {children}
      <span className="visually-hidden">{label}</span>
    </button>
  )
}
