package parlance

import (
	"context"
	"encoding/base64"
	"errors"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// serverFor accepts only this token.
func serverFor(t *testing.T, token string) string {
	return serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer "+token {
			problem(w, http.StatusUnauthorized, ErrInvalidToken)
			return
		}
		_, _ = w.Write([]byte(`{"id":"ana","name":"Ana","kind":"person","createdAt":"2026-11-21T10:20:30.125Z"}`))
	}))
}

func TestGOS4ARejectedTokenIsRequestedAgain(t *testing.T) {
	t.Parallel()
	var reasons []TokenReason
	client := New(serverFor(t, "new"), func(_ context.Context, reason TokenReason) (string, error) {
		reasons = append(reasons, reason)
		return []string{"old", "new"}[len(reasons)-1], nil
	})
	if _, err := client.Me.Get(context.Background()); err != nil {
		t.Fatal(err)
	}
	same(t, reasons, TokenReasonConnect, TokenReasonRejected)
}

func TestGOS4ManyCallsShareOneTokenRequest(t *testing.T) {
	t.Parallel()
	var requests, running atomic.Int32
	client := New(serverFor(t, "good"), func(context.Context, TokenReason) (string, error) {
		requests.Add(1)
		if running.Add(1) > 1 {
			t.Error("two token requests at a time")
		}
		defer running.Add(-1)
		time.Sleep(20 * time.Millisecond) // the time of a token request
		return "good", nil
	})
	var all sync.WaitGroup
	for range 20 {
		all.Add(1)
		go func() {
			defer all.Done()
			if _, err := client.Me.Get(context.Background()); err != nil {
				t.Error(err)
			}
		}()
	}
	all.Wait()
	if requests.Load() != 1 {
		t.Errorf("%d token requests", requests.Load())
	}
}

func TestGOS4AFailingSourceIsReportedOnceAndCalledAgain(t *testing.T) {
	t.Parallel()
	s := &script{streams: []string{ready("c0") + entry(1)}}
	requests := 0
	client := New(serve(t, s), func(context.Context, TokenReason) (string, error) {
		if requests++; requests < 3 {
			return "", errors.New("the app is unavailable")
		}
		return "good", nil
	})
	same(t, received(t, client, 2), "no token", "1")
}

func TestGOS4ASourceThatNeverReturnsTimesOut(t *testing.T) {
	t.Parallel()
	s := &script{streams: []string{ready("c0") + entry(1)}}
	var requests atomic.Int32
	client := New(serve(t, s), func(ctx context.Context, _ TokenReason) (string, error) {
		if requests.Add(1) == 1 {
			<-ctx.Done()
		}
		return "good", nil
	})
	client.rest.tokens.timeout = 20 * time.Millisecond
	same(t, received(t, client, 2), "no token", "1")
}

func TestGOS4RefusedTokensAreRequestedWithIncreasingDelays(t *testing.T) {
	t.Parallel()
	var requests atomic.Int32
	client := New(serverFor(t, "another"), func(context.Context, TokenReason) (string, error) {
		requests.Add(1)
		return "expired", nil
	})
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	var all sync.WaitGroup
	for range 10 {
		all.Add(1)
		go func() {
			defer all.Done()
			for ctx.Err() == nil {
				if _, err := client.Me.Get(ctx); err == nil {
					t.Error("the server accepted the token")
				}
			}
		}()
	}
	all.Wait()
	// The delays are random: up to half a second, then up to a second.
	if n := requests.Load(); n < 2 || n > 30 {
		t.Errorf("%d token requests", n)
	}
}

func TestGOS4AValueThatIsNotATokenIsNotSent(t *testing.T) {
	t.Parallel()
	for _, token := range []string{"", "two words", "a\r\nb"} {
		client := New("http://127.0.0.1:1", StaticToken(token), RetryFor(0))
		if _, err := client.Me.Get(context.Background()); !errors.Is(err, ErrNoToken) {
			t.Errorf("%q: %v", token, err)
		}
	}
}

func TestGOS4ACallThatWaitsForATokenEndsWithItsContext(t *testing.T) {
	t.Parallel()
	client := New("http://127.0.0.1:1", func(ctx context.Context, _ TokenReason) (string, error) {
		<-ctx.Done() // nothing waits for the token any more
		return "", ctx.Err()
	})
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	if _, err := client.Me.Get(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
}

func TestGOS4InvalidClaimsAreNotSigned(t *testing.T) {
	t.Parallel()
	secret := []byte("a secret of the app, of 32 bytes and more")
	good := Claims{User: "ana", Name: "Ana", Issuer: "the-app"}
	good.Audience = "chat"
	token, err := MintToken(secret, good)
	if err != nil {
		t.Fatal(err)
	}
	claims, err := base64.RawURLEncoding.DecodeString(strings.Split(token, ".")[1])
	if err != nil || !strings.Contains(string(claims), `"aud":"chat"`) {
		t.Errorf("%s: %v", claims, err)
	}
	if _, err := MintToken(secret[:31], good); err == nil {
		t.Error("a short secret signed a token")
	}
	if _, err := MintToken(secret, Claims{User: "ana", Name: "Ana"}); err == nil {
		t.Error("a token without an issuer was signed")
	}
}
