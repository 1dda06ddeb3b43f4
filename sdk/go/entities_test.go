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
	{"ReactionSummary", again[ReactionSummary]},
	{"Ignored", again[Ignored]},
	{"Member", again[Member]},
	{"Version", again[Version]},
	{"SearchHit", again[SearchHit]},
	{"Fragment", again[Fragment]},
	{"ReadReceipt", again[ReadReceipt]},
	{"Thread", again[Thread]},
	{"Reaction", again[Reaction]},
	{"Mention", again[Mention]},
	{"Invitation", again[Invitation]},
	{"Presence", again[Presence]},
	{"ThreadRoot", again[ThreadRoot]},
	{"MessageRef", again[MessageRef]},
	{"Key", again[Key]},
}
