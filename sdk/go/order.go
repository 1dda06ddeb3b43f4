package parlance

import "fmt"

// order is the position of a stream. The seqs of a log have no gaps, but a user who joins a room receives
// its log from member.joined on.
type order struct {
	cursor   Cursor
	received map[Log]int64
	me       UserID
}

// accept takes an event into account. It returns false for a repeated event, and an error if an event
// before it is missing.
func (o *order) accept(event Event) (bool, error) {
	log, seq, cursor := event.position()
	if seq == 0 {
		return true, nil
	}
	last, isKnown := o.received[log]
	if isKnown && seq <= last {
		return false, nil
	}
	if isKnown && seq > last+1 && !o.isMyJoining(event) {
		return false, fmt.Errorf("%s goes from %d to %d", log, last, seq)
	}
	o.received[log] = seq
	o.cursor = cursor
	return true, nil
}

// isMyJoining: before the first ready the own id is unknown, so every joining can be the user's.
func (o *order) isMyJoining(event Event) bool {
	joined, isJoining := event.(MemberJoined)
	return isJoining && (o.me == "" || o.me == joined.Member.User.ID)
}

// reset forgets the position, because nothing can be replayed from it.
func (o *order) reset() {
	o.cursor = ""
	o.received = map[Log]int64{}
}
