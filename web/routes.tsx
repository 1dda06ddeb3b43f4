import { lazy } from 'react'
import { Redirect, Route, Switch } from 'wouter'
import { Home, NotFound, Shell } from './features/shell/index.ts'
import { LOBBY_PATH } from './lib/paths.ts'

// Each screen is a chunk of its own, which is loaded when its address is opened.
const RoomScreen = lazy(() =>
  import('./features/room/index.ts').then((m) => ({ default: m.RoomScreen })),
)
const BrowseScreen = lazy(() =>
  import('./features/browse/index.ts').then((m) => ({ default: m.BrowseScreen })),
)
const SearchScreen = lazy(() =>
  import('./features/search/index.ts').then((m) => ({ default: m.SearchScreen })),
)
const InboxScreen = lazy(() =>
  import('./features/inbox/index.ts').then((m) => ({ default: m.InboxScreen })),
)
const AccountScreen = lazy(() =>
  import('./features/account/index.ts').then((m) => ({ default: m.AccountScreen })),
)
const StaffScreen = lazy(() =>
  import('./features/staff/index.ts').then((m) => ({ default: m.StaffScreen })),
)

/** Which screen stands at which address. */
export const AppRoutes = () => (
  <Shell>
    <Switch>
      <Route path="/">
        <Home />
      </Route>
      <Route path="/r/:room">{({ room }) => <RoomScreen key={room} room={room} />}</Route>
      <Route path="/r/:room/m/:at">
        {({ room, at }) => <RoomScreen key={room} room={room} at={at} />}
      </Route>
      <Route path="/r/:room/members">
        {({ room }) => <RoomScreen key={room} room={room} panel={{ kind: 'members' }} />}
      </Route>
      <Route path="/r/:room/settings">
        {({ room }) => <RoomScreen key={room} room={room} panel={{ kind: 'settings' }} />}
      </Route>
      <Route path="/r/:room/t/:message">
        {({ room, message }) => (
          <RoomScreen key={room} room={room} panel={{ kind: 'thread', message }} />
        )}
      </Route>
      <Route path="/r/:room/pins">
        {({ room }) => <RoomScreen key={room} room={room} panel={{ kind: 'pins' }} />}
      </Route>
      <Route path="/rooms">
        <BrowseScreen />
      </Route>
      <Route path="/moderation/rooms/:room/:tab?">
        {({ room, tab }) => <StaffScreen room={room} tab={tab} />}
      </Route>
      <Route path="/moderation/:tab?">{({ tab }) => <StaffScreen tab={tab} />}</Route>
      <Route path="/search">
        <SearchScreen />
      </Route>
      <Route path="/inbox/:tab?">{({ tab }) => <InboxScreen {...(tab && { tab })} />}</Route>
      <Route path="/account/:tab?">{({ tab }) => <AccountScreen {...(tab && { tab })} />}</Route>
      {['/sign-in', '/sign-up', '/forgotten'].map((path) => (
        <Route key={path} path={path}>
          <Redirect to={LOBBY_PATH} replace />
        </Route>
      ))}
      <Route>
        <NotFound />
      </Route>
    </Switch>
  </Shell>
)
