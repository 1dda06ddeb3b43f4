export { RoomSettings } from './room-settings.tsx'
