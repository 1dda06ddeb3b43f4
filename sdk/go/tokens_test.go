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

// doorman lets in who has this token.
func doorman(t *testing.T, token string) string {
	return serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer "+token {
			problem(w, http.StatusUnauthorized, ErrInvalidToken)
			return
		}
		_, _ = w.Write([]byte(`{"id":"ana","name":"Ana","kind":"person","createdAt":"2026-11-21T10:20:30.125Z"}`))
	}))
}

func TestGOS4ARejectedTokenIsAskedForAgain(t *testing.T) {
	t.Parallel()
	var asked []Why
	client := New(doorman(t, "new"), func(_ context.Context, why Why) (string, error) {
		asked = append(asked, why)
		return []string{"old", "new"}[len(asked)-1], nil
	})
	if _, err := client.Me.Get(context.Background()); err != nil {
		t.Fatal(err)
	}
	same(t, asked, Connect, Rejected)
}

func TestGOS4ManyCallsShareOneQuestion(t *testing.T) {
	t.Parallel()
	var asked, now atomic.Int32
	client := New(doorman(t, "good"), func(context.Context, Why) (string, error) {
		asked.Add(1)
		if now.Add(1) > 1 {
			t.Error("it was asked twice at a time")
		}
		defer now.Add(-1)
		time.Sleep(20 * time.Millisecond) // as long as a question takes
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
	if asked.Load() != 1 {
		t.Errorf("it was asked %d times", asked.Load())
	}
}

func TestGOS4ASourceThatFailsIsToldOnceAndAskedAgain(t *testing.T) {
	t.Parallel()
	s := &script{streams: []string{ready("c0") + said(1)}}
	asked := 0
	client := New(serve(t, s), func(context.Context, Why) (string, error) {
		if asked++; asked < 3 {
			return "", errors.New("the app is away")
		}
		return "good", nil
	})
	same(t, received(t, client, 2), "no token", "1")
}

func TestGOS4ASourceThatNeverAnswersIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	s := &script{streams: []string{ready("c0") + said(1)}}
	var asked atomic.Int32
	client := New(serve(t, s), func(ctx context.Context, _ Why) (string, error) {
		if asked.Add(1) == 1 {
			<-ctx.Done()
		}
		return "good", nil
	})
	client.rest.tokens.patience = 20 * time.Millisecond
	same(t, received(t, client, 2), "no token", "1")
}

func TestGOS4TokensOfNoUseCauseNoStorm(t *testing.T) {
	t.Parallel()
	var asked atomic.Int32
	client := New(doorman(t, "another"), func(context.Context, Why) (string, error) {
		asked.Add(1)
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
					t.Error("it was let in")
				}
			}
		}()
	}
	all.Wait()
	// Half a second, then a second, a half of each on average.
	if n := asked.Load(); n < 2 || n > 30 {
		t.Errorf("it was asked %d times", n)
	}
}

func TestGOS4WhatIsNoTokenIsNotSent(t *testing.T) {
	t.Parallel()
	for _, word := range []string{"", "two words", "a\r\nb"} {
		client := New("http://127.0.0.1:1", StaticToken(word), RetryFor(0))
		if _, err := client.Me.Get(context.Background()); !errors.Is(err, ErrNoToken) {
			t.Errorf("%q: %v", word, err)
		}
	}
}

func TestGOS4WhoWaitsForATokenMayGo(t *testing.T) {
	t.Parallel()
	client := New("http://127.0.0.1:1", func(ctx context.Context, _ Why) (string, error) {
		<-ctx.Done() // it is told that nobody waits
		return "", ctx.Err()
	})
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	if _, err := client.Me.Get(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
}

func TestGOS4WhatMakesNoTokenIsNotSigned(t *testing.T) {
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
		t.Error("a short secret signed")
	}
	if _, err := MintToken(secret, Claims{User: "ana", Name: "Ana"}); err == nil {
		t.Error("a token without an issuer")
	}
}
