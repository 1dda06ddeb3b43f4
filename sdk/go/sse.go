package parlance

import (
	"bufio"
	"io"
	"strings"
)

// How much one line of a stream may hold.
const lineBytes = 4 << 20

// A block of an event stream.
type block struct{ event, id, data, retry string }

// blocks reads an event stream (https://html.spec.whatwg.org/multipage/server-sent-events.html) that
// ends its lines with a line feed.
type blocks struct{ lines *bufio.Scanner }

func newBlocks(body io.Reader) *blocks {
	lines := bufio.NewScanner(body)
	lines.Buffer(nil, lineBytes)
	return &blocks{lines}
}

// next is the next block that holds anything. io.EOF: the stream has ended.
func (b *blocks) next() (block, error) {
	var now block
	var data []string
	for b.lines.Scan() {
		line := b.lines.Text()
		if line == "" {
			if data == nil {
				now = block{}
				continue
			}
			now.data = strings.Join(data, "\n")
			return now, nil
		}
		name, value, _ := strings.Cut(line, ":")
		value = strings.TrimPrefix(value, " ")
		switch name {
		case "event":
			now.event = value
		case "id":
			now.id = value
		case "retry":
			now.retry = value
		case "data":
			data = append(data, value)
		}
	}
	if err := b.lines.Err(); err != nil {
		return block{}, err
	}
	return block{}, io.EOF
}
