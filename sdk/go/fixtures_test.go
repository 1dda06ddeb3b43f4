package parlance

import (
	"encoding/json"
	"maps"
	"os"
	"reflect"
	"testing"
)

type fixture struct{ Full, Minimal json.RawMessage }

// fixtures are the values with which all SDKs and the server are tested.
func fixtures(t *testing.T, name string) map[string]fixture {
	t.Helper()
	text, err := os.ReadFile("../../protocol/fixtures/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]fixture
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// roundTrip decodes and encodes a T.
func roundTrip[T any](data []byte) ([]byte, error) {
	var value T
	if err := json.Unmarshal(data, &value); err != nil {
		return nil, err
	}
	return json.Marshal(value)
}

func sameJSON(t *testing.T, got, want []byte) {
	t.Helper()
	var a, b any
	if err := json.Unmarshal(got, &a); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(want, &b); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(a, b) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestGOS6EveryEntityIsDecodedAndEncodedWithoutLoss(t *testing.T) {
	all := fixtures(t, "entities")
	maps.Copy(all, fixtures(t, "management"))
	if len(all) != len(entities) {
		t.Fatalf("%d fixtures, %d entities", len(all), len(entities))
	}
	for _, entity := range entities {
		t.Run(entity.name, func(t *testing.T) {
			for _, sent := range []json.RawMessage{all[entity.name].Full, all[entity.name].Minimal} {
				written, err := entity.roundTrip(sent)
				if err != nil {
					t.Fatal(err)
				}
				sameJSON(t, written, sent)
			}
		})
	}
}

func TestGOS6EveryEventIsDecodedAndEncodedWithoutLoss(t *testing.T) {
	for _, file := range []string{"events", "ephemeral-events"} {
		for kind, fixture := range fixtures(t, file) {
			t.Run(kind, func(t *testing.T) {
				for _, sent := range []json.RawMessage{fixture.Full, fixture.Minimal} {
					event, err := decode(sent, "")
					if err != nil {
						t.Fatal(err)
					}
					if _, isUnknown := event.(UnknownEvent); isUnknown || event.EventType() != kind {
						t.Fatalf("decoded as %T", event)
					}
					written, err := json.Marshal(event)
					if err != nil {
						t.Fatal(err)
					}
					sameJSON(t, written, sent)
				}
			})
		}
	}
}

func TestGOS3FieldsAndTypesOfANewerServerAreKept(t *testing.T) {
	for kind, fixture := range fixtures(t, "events") {
		t.Run(kind, func(t *testing.T) {
			var fields map[string]any
			if err := json.Unmarshal(fixture.Full, &fields); err != nil {
				t.Fatal(err)
			}
			addFields(fields)
			sent, _ := json.Marshal(fields)
			event, err := decode(sent, "")
			if err != nil {
				t.Fatal(err)
			}
			sameJSON(t, event.Raw(), sent)
			written, _ := json.Marshal(event)
			sameJSON(t, written, fixture.Full)

			fields["type"] = "robot.danced"
			sent, _ = json.Marshal(fields)
			event, err = decode(sent, "")
			if err != nil {
				t.Fatal(err)
			}
			unknown, isUnknown := event.(UnknownEvent)
			if !isUnknown || unknown.Type != "robot.danced" || unknown.Seq < 1 {
				t.Fatalf("decoded as %#v", event)
			}
			sameJSON(t, event.Raw(), sent)
		})
	}
}

// addFields adds a field at every level, but not to the app's own data, which can hold anything already.
func addFields(value any) {
	switch value := value.(type) {
	case map[string]any:
		for key, inner := range value {
			if key != "data" && key != "info" {
				addFields(inner)
			}
		}
		value["fromTheFuture"] = map[string]any{"a": 1}
	case []any:
		for _, inner := range value {
			addFields(inner)
		}
	}
}
