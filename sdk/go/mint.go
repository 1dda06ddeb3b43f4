package parlance

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"maps"
	"time"
)

// Claims are what the app says of one of its users.
type Claims struct {
	// User is the user's id in the app, Name what others see.
	User UserID
	Name string
	// Issuer is the app, as PARLANCE_JWT_ISSUER has it where that is set.
	Issuer string
	// Audience is whom the token is for, as PARLANCE_JWT_AUDIENCE has it where that is set.
	Audience string
	// Lifetime is how long the token is good for: an hour, unless it says otherwise.
	Lifetime time.Duration
	// Info is kept with the user, and shown as User.Info.
	Info map[string]any
}

// MintToken signs a token (JWT, HS256) with the secret that the app and the server share. The first
// sight of it makes the user. It belongs into the app's backend, never into what its users run.
func MintToken(secret []byte, claims Claims) (string, error) {
	if len(secret) < 32 {
		return "", errors.New("parlance: a secret has at least 32 bytes")
	}
	if claims.User == "" || claims.Name == "" || claims.Issuer == "" {
		return "", errors.New("parlance: a token needs a user, a name and an issuer")
	}
	lifetime := claims.Lifetime
	if lifetime == 0 {
		lifetime = time.Hour
	}
	now := time.Now()
	all := map[string]any{}
	maps.Copy(all, claims.Info)
	all["sub"], all["name"] = claims.User, claims.Name
	all["iss"] = claims.Issuer
	if claims.Audience != "" {
		all["aud"] = claims.Audience
	}
	all["iat"], all["exp"] = now.Unix(), now.Add(lifetime).Unix()
	body, err := json.Marshal(all)
	if err != nil {
		return "", err
	}
	word := base64.RawURLEncoding
	token := word.EncodeToString([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + word.EncodeToString(body)
	mark := hmac.New(sha256.New, secret)
	mark.Write([]byte(token))
	return token + "." + word.EncodeToString(mark.Sum(nil)), nil
}
