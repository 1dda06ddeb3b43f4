package parlance

import (
	"encoding/json"
	"maps"
	"os"
	"reflect"
	"testing"
)

type fixture struct{ Full, Minimal json.RawMessage }

// fixtures are what all SDKs and the server are tested with.
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

// again reads and writes a T.
func again[T any](data []byte) ([]byte, error) {
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
		t.Errorf("it is\n%s\nand not\n%s", got, want)
	}
}

func TestGOS6EveryEntityIsReadAndWrittenWhole(t *testing.T) {
	all := fixtures(t, "entities")
	maps.Copy(all, fixtures(t, "management"))
	if len(all) != len(entities) {
		t.Fatalf("%d fixtures, %d entities", len(all), len(entities))
	}
	for _, entity := range entities {
		t.Run(entity.name, func(t *testing.T) {
			for _, said := range []json.RawMessage{all[entity.name].Full, all[entity.name].Minimal} {
				written, err := entity.again(said)
				if err != nil {
					t.Fatal(err)
				}
				sameJSON(t, written, said)
			}
		})
	}
}

func TestGOS6EveryEventIsReadAndWrittenWhole(t *testing.T) {
	for _, file := range []string{"events", "ephemeral-events"} {
		for kind, one := range fixtures(t, file) {
			t.Run(kind, func(t *testing.T) {
				for _, said := range []json.RawMessage{one.Full, one.Minimal} {
					event, err := decode(said, "")
					if err != nil {
						t.Fatal(err)
					}
					if _, isUnknown := event.(Unknown); isUnknown || event.EventType() != kind {
						t.Fatalf("it became %T", event)
					}
					written, err := json.Marshal(event)
					if err != nil {
						t.Fatal(err)
					}
					sameJSON(t, written, said)
				}
			})
		}
	}
}

func TestGOS3ANewerServersFieldsAndTypesAreKept(t *testing.T) {
	for kind, one := range fixtures(t, "events") {
		t.Run(kind, func(t *testing.T) {
			var fields map[string]any
			if err := json.Unmarshal(one.Full, &fields); err != nil {
				t.Fatal(err)
			}
			newer(fields)
			said, _ := json.Marshal(fields)
			event, err := decode(said, "")
			if err != nil {
				t.Fatal(err)
			}
			sameJSON(t, event.Raw(), said)
			written, _ := json.Marshal(event)
			sameJSON(t, written, one.Full)

			fields["type"] = "robot.danced"
			said, _ = json.Marshal(fields)
			event, err = decode(said, "")
			if err != nil {
				t.Fatal(err)
			}
			unknown, isUnknown := event.(Unknown)
			if !isUnknown || unknown.Type != "robot.danced" || unknown.Seq < 1 {
				t.Fatalf("it became %#v", event)
			}
			sameJSON(t, event.Raw(), said)
		})
	}
}

// newer adds a field at every level; what an app says of its own may hold anything already.
func newer(value any) {
	switch value := value.(type) {
	case map[string]any:
		for key, inner := range value {
			if key != "data" && key != "info" {
				newer(inner)
			}
		}
		value["fromTheFuture"] = map[string]any{"a": 1}
	case []any:
		for _, inner := range value {
			newer(inner)
		}
	}
}
