package parlance

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// A command and its address on REST. A command of the kind once is not repeated when its outcome is
// unknown.
type command struct {
	name, method, path string
	once               bool
}

type commandTable []command

func (t commandTable) find(name string) (command, error) {
	for _, one := range t {
		if one.name == name {
			return one, nil
		}
	}
	return command{}, fmt.Errorf("%w: %s", ErrNoSuchCommand, name)
}

// with makes the address and body of a request from the fields of an input. Fields that are not in the
// path become the query or the body. It changes the map.
func (c command) with(fields map[string]json.RawMessage) (address string, body []byte, err error) {
	parts := strings.Split(c.path, "/")
	for i, part := range parts {
		name, isField := strings.CutPrefix(part, ":")
		if !isField {
			continue
		}
		value := addressText(fields[name])
		if value == "" {
			return "", nil, fmt.Errorf("%s is missing", name)
		}
		parts[i] = url.PathEscape(value)
		delete(fields, name)
	}
	address = strings.Join(parts, "/")
	if c.method != http.MethodGet && c.method != http.MethodDelete {
		body, err = json.Marshal(fields)
		return address, body, err
	}
	query := url.Values{}
	for name, value := range fields {
		query.Set(name, addressText(value))
	}
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	return address, nil, nil
}

func fieldsOf(input any) (map[string]json.RawMessage, error) {
	fields := map[string]json.RawMessage{}
	if input == nil {
		return fields, nil
	}
	text, err := json.Marshal(input)
	if err != nil {
		return nil, err
	}
	return fields, json.Unmarshal(text, &fields)
}

// addressText is a value as an address contains it: a text without its quotes.
func addressText(value json.RawMessage) string {
	var text string
	if json.Unmarshal(value, &text) == nil {
		return text
	}
	return string(value)
}
