import { Icon, type IconName } from './icons.tsx'

/** Names of people can be in any script: `bdi` keeps the text around them in its order. */
export const PersonName = ({ name }: { readonly name: string }) => (
  <bdi className="name" title={name}>
    {name}
  </bdi>
)

export const RoomName = ({ name, icon }: { readonly name: string; readonly icon?: IconName }) => (
  <span className="room-name">
    {icon && <Icon name={icon} />}
    <bdi className="name" title={name}>
      {name}
    </bdi>
  </span>
)
