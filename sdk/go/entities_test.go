// Code generated from protocol/ by `npm run generate`. DO NOT EDIT.

package parlance

var entities = []struct {
	name      string
	roundTrip func([]byte) ([]byte, error)
}{
	{"User", roundTrip[User]},
	{"SignedIn", roundTrip[SignedIn]},
	{"Account", roundTrip[Account]},
	{"SecondFactor", roundTrip[SecondFactor]},
	{"Session", roundTrip[Session]},
	{"NewSecondFactor", roundTrip[NewSecondFactor]},
	{"RecoveryCodes", roundTrip[RecoveryCodes]},
	{"NewLink", roundTrip[NewLink]},
	{"Link", roundTrip[Link]},
	{"Lobby", roundTrip[Lobby]},
	{"Quota", roundTrip[Quota]},
	{"Room", roundTrip[Room]},
	{"Features", roundTrip[Features]},
	{"MyRoom", roundTrip[MyRoom]},
	{"Preferences", roundTrip[Preferences]},
	{"Message", roundTrip[Message]},
	{"Sender", roundTrip[Sender]},
	{"Quote", roundTrip[Quote]},
	{"Replies", roundTrip[Replies]},
	{"Mentions", roundTrip[Mentions]},
	{"ReactionSummary", roundTrip[ReactionSummary]},
	{"Ignored", roundTrip[Ignored]},
	{"Member", roundTrip[Member]},
	{"Version", roundTrip[Version]},
	{"SearchHit", roundTrip[SearchHit]},
	{"Fragment", roundTrip[Fragment]},
	{"ReadReceipt", roundTrip[ReadReceipt]},
	{"Thread", roundTrip[Thread]},
	{"Reaction", roundTrip[Reaction]},
	{"Mention", roundTrip[Mention]},
	{"Explanation", roundTrip[Explanation]},
	{"Invitation", roundTrip[Invitation]},
	{"JoinRequest", roundTrip[JoinRequest]},
	{"ContactRequest", roundTrip[ContactRequest]},
	{"Consent", roundTrip[Consent]},
	{"Presence", roundTrip[Presence]},
	{"ThreadRoot", roundTrip[ThreadRoot]},
	{"MessageRef", roundTrip[MessageRef]},
	{"Key", roundTrip[Key]},
	{"Job", roundTrip[Job]},
}
