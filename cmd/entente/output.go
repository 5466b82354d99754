package main

import (
	"bufio"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/zstd"
)

// create opens what -o names, or stdout for "" and "-". A name that ends in .gz or .zst is compressed. The file takes
// its name when finish is called without an error, so that a failed command leaves no half of a file behind. A link is
// followed, and what is no regular file (a device, a pipe) is written to as it stands.
func create(name string, stdout io.Writer) (w io.Writer, finish func(error) error, err error) {
	if name == "" || name == "-" {
		b := bufio.NewWriterSize(stdout, 64<<10)
		return b, func(err error) error { return errors.Join(err, b.Flush()) }, nil
	}
	f, keep, err := open(name)
	if err != nil {
		return nil, nil, err
	}
	b := bufio.NewWriterSize(f, 64<<10)
	w = b
	var packer io.WriteCloser
	switch filepath.Ext(name) {
	case ".gz":
		packer = gzip.NewWriter(b)
	case ".zst":
		packer, err = zstd.NewWriter(b)
		if err != nil {
			return nil, nil, err
		}
	}
	if packer != nil {
		w = packer
	}
	finish = func(err error) error {
		if packer != nil {
			err = errors.Join(err, packer.Close())
		}
		return keep(errors.Join(err, b.Flush()))
	}
	return w, finish, nil
}

// open opens a file for create. keep closes it and, unless it is given an error, lets it have its name.
func open(name string) (f *os.File, keep func(error) error, err error) {
	mode := os.FileMode(0o644)
	if link, err := filepath.EvalSymlinks(name); err == nil {
		name = link
	}
	if info, err := os.Stat(name); err == nil {
		if !info.Mode().IsRegular() {
			f, err := os.OpenFile(name, os.O_WRONLY, 0)
			return f, func(err error) error { return errors.Join(err, f.Close()) }, err
		}
		mode = info.Mode().Perm()
	}
	f, err = os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*")
	if err != nil {
		return nil, nil, err
	}
	keep = func(err error) error {
		err = errors.Join(err, f.Chmod(mode), f.Sync(), f.Close())
		if err != nil {
			os.Remove(f.Name())
			return err
		}
		return os.Rename(f.Name(), name)
	}
	return f, keep, nil
}

// innerExt is the extension that tells the format: ".nq" for "g.nq.gz".
func innerExt(name string) string {
	name = strings.TrimSuffix(strings.TrimSuffix(name, ".gz"), ".zst")
	return strings.ToLower(filepath.Ext(name))
}
