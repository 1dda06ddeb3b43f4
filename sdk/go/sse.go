package parlance

import (
	"bufio"
	"io"
	"strings"
)

// Most bytes of one line of a stream.
const lineBytes = 4 << 20

// A block of an event stream.
type block struct{ event, id, data, retry string }

// blocks reads an event stream (https://html.spec.whatwg.org/multipage/server-sent-events.html) whose
// lines end with a line feed.
type blocks struct{ lines *bufio.Scanner }

func newBlocks(body io.Reader) *blocks {
	lines := bufio.NewScanner(body)
	lines.Buffer(nil, lineBytes)
	return &blocks{lines}
}

// next returns the next block with data, and io.EOF at the end of the stream.
func (b *blocks) next() (block, error) {
	var current block
	var data []string
	for b.lines.Scan() {
		line := b.lines.Text()
		if line == "" {
			if data == nil {
				current = block{}
				continue
			}
			current.data = strings.Join(data, "\n")
			return current, nil
		}
		name, value, _ := strings.Cut(line, ":")
		value = strings.TrimPrefix(value, " ")
		switch name {
		case "event":
			current.event = value
		case "id":
			current.id = value
		case "retry":
			current.retry = value
		case "data":
			data = append(data, value)
		}
	}
	if err := b.lines.Err(); err != nil {
		return block{}, err
	}
	return block{}, io.EOF
}
