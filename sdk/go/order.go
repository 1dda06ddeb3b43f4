package parlance

import "fmt"

// order is how far a listener has received. A log has no holes; only one's own membership may begin
// anywhere.
type order struct {
	cursor   Cursor
	received map[Log]int64
	me       UserID
}

// isNext takes an event into account. False: it was received before. An error: one before it is missing.
func (o *order) isNext(event Event) (bool, error) {
	log, seq, cursor := event.place()
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

// Until it has been said who I am, anyone may be me.
func (o *order) isMyJoining(event Event) bool {
	joined, isJoining := event.(MemberJoined)
	return isJoining && (o.me == "" || o.me == joined.Member.User.ID)
}

// lose forgets the place: from it nothing can be replayed.
func (o *order) lose() {
	o.cursor = ""
	o.received = map[Log]int64{}
}
