package parlance

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// A command and where it is on REST. Once: not said again when nobody knows whether it happened.
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

// with is the command's address and body for the fields of an input, which it uses up: what the path does
// not name goes into the query or the body.
func (c command) with(fields map[string]json.RawMessage) (address string, body []byte, err error) {
	parts := strings.Split(c.path, "/")
	for i, part := range parts {
		name, isField := strings.CutPrefix(part, ":")
		if !isField {
			continue
		}
		value := plain(fields[name])
		if value == "" {
			return "", nil, fmt.Errorf("there is no %s", name)
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
		query.Set(name, plain(value))
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

// plain is a value as it stands in an address: a text without its quotes.
func plain(value json.RawMessage) string {
	var text string
	if json.Unmarshal(value, &text) == nil {
		return text
	}
	return string(value)
}
