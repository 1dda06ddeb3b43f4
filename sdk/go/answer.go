package parlance

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"
)

const (
	// How long one try may take.
	answerPatience = 15 * time.Second
	// No answer is larger.
	answerBytes = 64 << 20
)

func (r *rest) say(ctx context.Context, token, method, address string, body []byte, output any) error {
	ctx, cancel := context.WithTimeout(ctx, answerPatience)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, method, r.url+"/api/v1"+address, bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("parlance: %w", err)
	}
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	response, err := r.http.Do(request)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDisconnected, err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(io.LimitReader(response.Body, answerBytes))
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDisconnected, err)
	}
	if response.StatusCode >= 300 {
		return r.refused(token, response, text)
	}
	r.tokens.taken(token)
	if output == nil || len(text) == 0 {
		return nil
	}
	if err := json.Unmarshal(text, output); err != nil {
		return fmt.Errorf("%w: %w", ErrBadServer, err)
	}
	return nil
}

// refused reads a problem (RFC 9457). What stands before the server answers in its own way.
func (r *rest) refused(token string, response *http.Response, text []byte) error {
	var problem struct {
		Code   Code              `json:"code"`
		Detail string            `json:"detail"`
		Fields map[string]string `json:"fields"`
		ID     string            `json:"id"`
	}
	if json.Unmarshal(text, &problem) != nil || problem.Code == "" {
		return fmt.Errorf("%w: %s", ErrDisconnected, response.Status)
	}
	if response.StatusCode == http.StatusUnauthorized {
		r.tokens.rejected(token)
	} else {
		r.tokens.taken(token)
	}
	seconds, _ := strconv.Atoi(response.Header.Get("Retry-After")) // 0 where it is not said
	return &Refusal{
		Code:       problem.Code,
		Status:     response.StatusCode,
		Detail:     problem.Detail,
		Fields:     problem.Fields,
		RetryAfter: time.Duration(seconds) * time.Second,
		ID:         problem.ID,
	}
}
