package graph

import (
	"context"
	"net/url"
)

func openPostgres(ctx context.Context, dsn string, o Options) (backend, error) {
	return nil, ErrNoStore
}

// redact takes the password out of a dsn.
func redact(dsn string) string {
	if u, err := url.Parse(dsn); err == nil && u.User != nil {
		return u.Redacted()
	}
	return dsn
}
