import { Redirect } from 'wouter'
import { LOBBY_PATH } from '../../lib/paths.ts'

/** As wide as the rail and a room beside each other: see shell.css. */
const WIDE = '(width >= 720px)'

/** The front page is the rail. In wide windows, in which the rail is always shown, the lobby is beside it. */
export const Home = () => (matchMedia(WIDE).matches ? <Redirect to={LOBBY_PATH} replace /> : null)
