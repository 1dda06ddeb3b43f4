// Code generated from protocol/ by `npm run generate`. DO NOT EDIT.

package parlance

var entities = []struct {
	name  string
	again func([]byte) ([]byte, error)
}{
	{"User", again[User]},
	{"Lobby", again[Lobby]},
	{"Room", again[Room]},
	{"Features", again[Features]},
	{"MyRoom", again[MyRoom]},
	{"Preferences", again[Preferences]},
	{"Message", again[Message]},
	{"Sender", again[Sender]},
	{"Quote", again[Quote]},
	{"Replies", again[Replies]},
	{"Mentions", again[Mentions]},
	{"Reaction", again[Reaction]},
	{"Ignored", again[Ignored]},
	{"Member", again[Member]},
	{"Version", again[Version]},
	{"Found", again[Found]},
	{"Fragment", again[Fragment]},
	{"Seen", again[Seen]},
	{"Thread", again[Thread]},
	{"Reactor", again[Reactor]},
	{"Mention", again[Mention]},
	{"Invitation", again[Invitation]},
	{"Presence", again[Presence]},
	{"Root", again[Root]},
	{"Place", again[Place]},
	{"Key", again[Key]},
}
