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
	// Timeout of one attempt.
	answerTimeout = 15 * time.Second
	// Most bytes of an answer.
	answerBytes = 64 << 20
)

// send makes one request, and decodes its answer into output.
func (r *rest) send(ctx context.Context, token, method, address string, body []byte, output any) error {
	ctx, cancel := context.WithTimeout(ctx, answerTimeout)
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
		return r.refusal(token, response, text)
	}
	r.tokens.accepted(token)
	if output == nil || len(text) == 0 {
		return nil
	}
	if err := json.Unmarshal(text, output); err != nil {
		return fmt.Errorf("%w: %w", ErrBadServer, err)
	}
	return nil
}

// refusal reads a problem (RFC 9457). A proxy before the server can answer with something else, which is
// ErrDisconnected.
func (r *rest) refusal(token string, response *http.Response, text []byte) error {
	var problem struct {
		Code   Code              `json:"code"`
		Detail string            `json:"detail"`
		Fields map[string]string `json:"fields"`
		Until  time.Time         `json:"until"`
		ID     string            `json:"id"`
	}
	if json.Unmarshal(text, &problem) != nil || problem.Code == "" {
		return fmt.Errorf("%w: %s", ErrDisconnected, response.Status)
	}
	if response.StatusCode == http.StatusUnauthorized {
		r.tokens.rejected(token)
	} else {
		r.tokens.accepted(token)
	}
	seconds, _ := strconv.Atoi(response.Header.Get("Retry-After")) // 0 without the header
	return &Refusal{
		Code:       problem.Code,
		Status:     response.StatusCode,
		Detail:     problem.Detail,
		Fields:     problem.Fields,
		RetryAfter: time.Duration(seconds) * time.Second,
		Until:      problem.Until,
		ID:         problem.ID,
	}
}
