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
// its name when finish is called without an error, so that a failed command leaves no half of a file behind.
func create(name string, stdout io.Writer) (w io.Writer, finish func(error) error, err error) {
	if name == "" || name == "-" {
		b := bufio.NewWriterSize(stdout, 64<<10)
		return b, func(err error) error { return errors.Join(err, b.Flush()) }, nil
	}
	f, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*")
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
		err = errors.Join(err, b.Flush(), f.Chmod(0o644), f.Sync(), f.Close())
		if err != nil {
			os.Remove(f.Name())
			return err
		}
		return os.Rename(f.Name(), name)
	}
	return w, finish, nil
}

// innerExt is the extension that tells the format: ".nq" for "g.nq.gz".
func innerExt(name string) string {
	name = strings.TrimSuffix(strings.TrimSuffix(name, ".gz"), ".zst")
	return strings.ToLower(filepath.Ext(name))
}
