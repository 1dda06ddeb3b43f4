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

// Claims are the contents of a user's token.
type Claims struct {
	// User is the user's id in the app. Name is the name that other users see.
	User UserID
	Name string
	// Issuer is the name of the app. It equals PARLANCE_JWT_ISSUER, if that is set.
	Issuer string
	// Audience equals PARLANCE_JWT_AUDIENCE, if that is set.
	Audience string
	// Lifetime is the time until the token expires; by default an hour.
	Lifetime time.Duration
	// Info becomes User.Info.
	Info map[string]any
}

// MintToken signs a token (JWT, HS256) with the secret that the app and the server share. The server
// creates a user the first time their token is used. Call it in the app's backend; never give the secret
// to a client.
func MintToken(secret []byte, claims Claims) (string, error) {
	if len(secret) < 32 {
		return "", errors.New("parlance: the secret must have at least 32 bytes: use PARLANCE_JWT_SECRET")
	}
	if claims.User == "" || claims.Name == "" || claims.Issuer == "" {
		return "", errors.New("parlance: a token must have a user, a name and an issuer")
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
	encoding := base64.RawURLEncoding
	token := encoding.EncodeToString([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + encoding.EncodeToString(body)
	signature := hmac.New(sha256.New, secret)
	signature.Write([]byte(token))
	return token + "." + encoding.EncodeToString(signature.Sum(nil)), nil
}
