//go:build unix

package graph_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"entente/graph"
	"entente/graph/graphtest"

	"github.com/jackc/pgx/v5"
)

// postgresServer starts a PostgreSQL of the test's own, on a free port of the loopback, and returns the address of its
// data base "postgres". It skips where there is none, but fails in CI.
func postgresServer(t *testing.T) string {
	t.Helper()
	missing := func(format string, args ...any) {
		t.Helper()
		what := fmt.Sprintf(format, args...)
		if os.Getenv("CI") == "true" {
			t.Fatalf("PostgreSQL: %s (apt-get install postgresql)", what)
		}
		t.Skipf("SKIPPED: PostgreSQL is not tested: %s (apt-get install postgresql)", what)
	}
	bins, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if path, err := exec.LookPath("initdb"); err == nil && len(bins) == 0 {
		bins = append(bins, path)
	}
	if len(bins) == 0 {
		missing("initdb is not installed")
	}
	bin := filepath.Dir(bins[len(bins)-1])
	dir, err := os.MkdirTemp("", "entente-pg-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	attr := &syscall.SysProcAttr{}
	if os.Getuid() == 0 {
		// PostgreSQL does not run as root.
		var u *user.User
		for _, name := range []string{"postgres", "nobody"} {
			if u, err = user.Lookup(name); err == nil {
				break
			}
		}
		if u == nil {
			missing("there is no user postgres or nobody to run it as")
		}
		uid, _ := strconv.Atoi(u.Uid)
		gid, _ := strconv.Atoi(u.Gid)
		attr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
		if err := os.Chown(dir, uid, gid); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	data := filepath.Join(dir, "data")
	run := func(name string, args ...string) *exec.Cmd {
		cmd := exec.Command(filepath.Join(bin, name), args...)
		cmd.SysProcAttr, cmd.Dir = attr, dir
		cmd.Env = append(os.Environ(), "LC_ALL=C")
		return cmd
	}
	if out, err := run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync").CombinedOutput(); err != nil {
		missing("initdb: %v: %s", err, out)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := l.Addr().(*net.TCPAddr).Port
	l.Close()
	server := run("postgres", "-D", data, "-p", strconv.Itoa(port), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "fsync=off", "-c", "max_connections=100")
	var errs limitedBuffer
	server.Stderr = &errs
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { server.Wait(); close(ended) }()
	t.Cleanup(func() {
		server.Process.Signal(os.Interrupt)
		select {
		case <-ended:
		case <-time.After(10 * time.Second):
			server.Process.Kill()
			<-ended
		}
	})
	dsn := fmt.Sprintf("postgres://postgres@127.0.0.1:%d/postgres", port)
	for deadline := time.Now().Add(60 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		conn, err := pgx.Connect(context.Background(), dsn)
		if err == nil {
			conn.Close(context.Background())
			return dsn
		}
		select {
		case <-ended:
			t.Fatalf("PostgreSQL ended: %s", errs.b)
		default:
		}
		if time.Now().After(deadline) {
			t.Fatalf("PostgreSQL does not start: %v: %s", err, errs.b)
		}
	}
}

func TestPostgres(t *testing.T) {
	server := postgresServer(t)
	var n atomic.Int32
	database := func(t *testing.T) string {
		t.Helper()
		conn, err := pgx.Connect(t.Context(), server)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close(context.Background())
		name := fmt.Sprintf("db%d", n.Add(1))
		if _, err := conn.Exec(t.Context(), "CREATE DATABASE "+name); err != nil {
			t.Fatal(err)
		}
		return strings.TrimSuffix(server, "postgres") + name
	}
	graphtest.TestStore(t, func(t *testing.T) *graph.Store { return open(t, database(t), graph.Options{}) })

	t.Run("again", func(t *testing.T) {
		dsn := database(t)
		if _, err := graph.Open(t.Context(), dsn, graph.Options{ReadOnly: true}); !errors.Is(err, graph.ErrNoStore) {
			t.Errorf("reading where there is none: %v", err)
		}
		s := open(t, dsn, graph.Options{})
		recs := slices.Collect(graphtest.Articles(4, 60))
		start := time.Now()
		if err := s.Put(t.Context(), append(recs, graphtest.Sample()...)...); err != nil {
			t.Fatal(err)
		}
		want := graphtest.Lines(t, s)
		t.Logf("%d quads put in %v", len(want), time.Since(start))
		mem := open(t, "mem:", graph.Options{})
		defer mem.Close()
		if err := mem.Put(t.Context(), append(recs, graphtest.Sample()...)...); err != nil {
			t.Fatal(err)
		}
		graphtest.Equal(t, "as in memory", want, graphtest.Lines(t, mem))
		r := open(t, dsn, graph.Options{ReadOnly: true})
		defer r.Close()
		if err := s.Delete(t.Context(), recs[0].Article.ID); err != nil {
			t.Fatal(err)
		}
		if err := s.Put(t.Context(), recs[0]); err != nil {
			t.Fatal(err)
		}
		graphtest.Equal(t, "another reader", graphtest.Lines(t, r), want)
		if g := r.Generation(); g != 3 {
			t.Errorf("generation %d, want 3", g)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if damage := verify(t, dsn); len(damage) > 0 {
			t.Errorf("verify: %v", damage[:min(3, len(damage))])
		}
		conn, err := pgx.Connect(t.Context(), dsn)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close(context.Background())
		if _, err := conn.Exec(t.Context(), "DELETE FROM quads WHERE horizon = (SELECT max(horizon) FROM quads)"); err != nil {
			t.Fatal(err)
		}
		if len(verify(t, dsn)) == 0 {
			t.Error("verify does not miss a quad")
		}
	})
	t.Run("unreachable", func(t *testing.T) {
		_, err := graph.Open(t.Context(), "postgres://u:secret@127.0.0.1:1/x", graph.Options{})
		if !errors.As(err, new(*graph.BackendError)) || strings.Contains(err.Error(), "secret") {
			t.Errorf("unreachable: %v", err)
		}
	})
}
