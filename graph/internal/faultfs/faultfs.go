//go:build linux

// Package faultfs is a file system in memory, mounted by FUSE, that fails on purpose: it cuts the power, forgetting what
// was not synced, or makes one operation fail. Tests run the store on it.
//
// What survives a cut: the content of a file as of its last sync, and of what was written after it any set of 512-byte
// sectors; names as of the last sync of any folder, and after it the first few changes of names in their order, as a
// journal of names keeps them. Syncing a file does not keep its name.
package faultfs

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"syscall"
	"time"

	"github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
)

const sector = 512

// An FS is one mounted file system. Its root holds a folder for each disk ("disk-0", "disk-1", ...): a cut makes a new
// disk of what survived and leaves the old one dead.
type FS struct {
	server *fuse.Server
	mu     sync.Mutex
	ignore bool
	root   *folder
	disk   *disk
	disks  int
	nextID uint64
}

type disk struct {
	root    *folder
	names   []nameChange // not yet durable
	dead    bool
	ops     int // operations that change the disk, so far
	failAt  int // the operation that fails, 0 for none
	failed  string
	failErr syscall.Errno
}

type nameChange struct {
	in   *folder
	name string
	to   any  // *file, *folder or nil
	next bool // belongs together with the one after it
}

type folder struct {
	id       uint64
	disk     *disk
	now, was map[string]any // as programs see it, and as a cut leaves it
}

type file struct {
	id      uint64
	disk    *disk
	now     []byte
	was     []byte
	pending []write
}

type write struct {
	at   int
	data []byte
	size int // for a truncation: the new size; else -1
}

// Mount mounts a new file system at dir. It needs root and /dev/fuse.
func Mount(dir string) (*FS, error) {
	f := &FS{}
	f.root = f.newFolder(nil)
	f.newDisk(f.newFolder(nil))
	none := time.Duration(0)
	server, err := fs.Mount(dir, &folderNode{fs: f, m: f.root}, &fs.Options{
		EntryTimeout: &none, AttrTimeout: &none,
		MountOptions: fuse.MountOptions{DirectMount: true, FsName: "faultfs", Name: "faultfs", MaxWrite: 1 << 20},
	})
	if err != nil {
		return nil, err
	}
	f.server = server
	return f, nil
}

// Close unmounts it.
func (f *FS) Close() error {
	f.mu.Lock()
	f.disk.dead = true
	f.mu.Unlock()
	return f.server.Unmount()
}

func (f *FS) newFolder(d *disk) *folder {
	f.nextID++
	return &folder{id: f.nextID, disk: d, now: map[string]any{}, was: map[string]any{}}
}

func (f *FS) newDisk(root *folder) {
	f.disk = &disk{root: root}
	adopt(root, f.disk)
	f.root.now[fmt.Sprintf("disk-%d", f.disks)] = root
	f.disks++
}

func adopt(n any, d *disk) {
	switch n := n.(type) {
	case *folder:
		n.disk = d
		for _, c := range n.now {
			adopt(c, d)
		}
	case *file:
		n.disk = d
	}
}

// Disk is the name of the folder of the present disk, within the mount.
func (f *FS) Disk() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return fmt.Sprintf("disk-%d", f.disks-1)
}

// Fail makes the nth operation from now on that changes the disk fail with err, once.
func (f *FS) Fail(n int, err syscall.Errno) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.disk.failAt, f.disk.failErr, f.disk.failed = f.disk.ops+n, err, ""
}

// Failed names the operation that Fail made fail, "" if it has not come to it. Ops counts the operations.
func (f *FS) Failed() (what string, ops int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.disk.failed, f.disk.ops
}

// Cut cuts the power: the disk is dead for whoever uses it, and what survived is a new disk.
func (f *FS) Cut(rnd *rand.Rand) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.disk.dead = true
	keep := rnd.IntN(len(f.disk.names) + 1)
	for keep > 0 && f.disk.names[keep-1].next {
		keep--
	}
	applyNames(f.disk.names[:keep])
	delete(f.root.now, fmt.Sprintf("disk-%d", f.disks-1))
	f.newDisk(f.survivor(f.disk.root, rnd, map[*file]*file{}).(*folder))
}

// IgnoreSync makes every sync from now on a lie: nothing is durable because of it.
func (f *FS) IgnoreSync() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.ignore = true
}

// Fresh gives an empty disk, and leaves the old one dead.
func (f *FS) Fresh() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.disk.dead = true
	delete(f.root.now, fmt.Sprintf("disk-%d", f.disks-1))
	f.newDisk(f.newFolder(nil))
}

func applyNames(changes []nameChange) {
	for _, c := range changes {
		if c.to == nil {
			delete(c.in.was, c.name)
		} else {
			c.in.was[c.name] = c.to
		}
	}
}

// survivor is what a cut leaves of n.
func (f *FS) survivor(n any, rnd *rand.Rand, done map[*file]*file) any {
	switch n := n.(type) {
	case *folder:
		c := f.newFolder(nil)
		for name, child := range n.was {
			s := f.survivor(child, rnd, done)
			c.now[name], c.was[name] = s, s
		}
		return c
	case *file:
		if c := done[n]; c != nil {
			return c
		}
		data := n.was
		for _, w := range n.pending {
			if w.size >= 0 {
				if rnd.IntN(2) == 0 {
					data = resize(data, w.size)
				}
				continue
			}
			for from := 0; from < len(w.data); {
				to := min(len(w.data), from+sector-(w.at+from)%sector)
				if rnd.IntN(2) == 0 {
					data = put(data, w.at+from, w.data[from:to])
				}
				from = to
			}
		}
		f.nextID++
		c := &file{id: f.nextID, now: append([]byte(nil), data...), was: append([]byte(nil), data...)}
		done[n] = c
		return c
	}
	return nil
}

func resize(b []byte, n int) []byte {
	if n <= len(b) {
		return b[:n:n]
	}
	return append(b, make([]byte, n-len(b))...)
}

func put(b []byte, at int, data []byte) []byte {
	if at+len(data) > len(b) {
		b = append(b, make([]byte, at+len(data)-len(b))...)
	}
	copy(b[at:], data)
	return b
}

// change counts an operation that changes the disk. The caller holds mu.
func (d *disk) change(what string) syscall.Errno {
	if d == nil {
		return syscall.EPERM
	}
	if d.dead {
		return syscall.EIO
	}
	d.ops++
	if d.ops == d.failAt {
		d.failed = what
		return d.failErr
	}
	return 0
}

type folderNode struct {
	fs.Inode
	fs *FS
	m  *folder
}

var (
	_ fs.NodeLookuper  = (*folderNode)(nil)
	_ fs.NodeCreater   = (*folderNode)(nil)
	_ fs.NodeMkdirer   = (*folderNode)(nil)
	_ fs.NodeUnlinker  = (*folderNode)(nil)
	_ fs.NodeRmdirer   = (*folderNode)(nil)
	_ fs.NodeRenamer   = (*folderNode)(nil)
	_ fs.NodeReaddirer = (*folderNode)(nil)
	_ fs.NodeFsyncer   = (*folderNode)(nil)
	_ fs.NodeGetattrer = (*folderNode)(nil)
	_ fs.NodeOpener    = (*fileNode)(nil)
	_ fs.NodeReader    = (*fileNode)(nil)
	_ fs.NodeWriter    = (*fileNode)(nil)
	_ fs.NodeFsyncer   = (*fileNode)(nil)
	_ fs.NodeSetattrer = (*fileNode)(nil)
	_ fs.NodeGetattrer = (*fileNode)(nil)
)

func (n *folderNode) inode(ctx context.Context, child any, out *fuse.EntryOut) *fs.Inode {
	switch c := child.(type) {
	case *folder:
		out.Attr.Mode = fuse.S_IFDIR | 0o755
		return n.NewInode(ctx, &folderNode{fs: n.fs, m: c}, fs.StableAttr{Mode: fuse.S_IFDIR, Ino: c.id})
	case *file:
		out.Attr.Mode = fuse.S_IFREG | 0o644
		out.Attr.Size = uint64(len(c.now))
		return n.NewInode(ctx, &fileNode{fs: n.fs, m: c}, fs.StableAttr{Mode: fuse.S_IFREG, Ino: c.id})
	}
	return nil
}

func (n *folderNode) Getattr(ctx context.Context, _ fs.FileHandle, out *fuse.AttrOut) syscall.Errno {
	out.Attr.Mode = fuse.S_IFDIR | 0o755
	return 0
}

func (n *folderNode) Lookup(ctx context.Context, name string, out *fuse.EntryOut) (*fs.Inode, syscall.Errno) {
	n.fs.mu.Lock()
	defer n.fs.mu.Unlock()
	if n.m.disk != nil && n.m.disk.dead {
		return nil, syscall.EIO
	}
	child, ok := n.m.now[name]
	if !ok {
		return nil, syscall.ENOENT
	}
	return n.inode(ctx, child, out), 0
}

func (n *folderNode) Readdir(ctx context.Context) (fs.DirStream, syscall.Errno) {
	n.fs.mu.Lock()
	defer n.fs.mu.Unlock()
	if n.m.disk != nil && n.m.disk.dead {
		return nil, syscall.EIO
	}
	var list []fuse.DirEntry
	for name, child := range n.m.now {
		e := fuse.DirEntry{Name: name, Mode: fuse.S_IFREG}
		switch c := child.(type) {
		case *folder:
			e.Mode, e.Ino = fuse.S_IFDIR, c.id
		case *file:
			e.Ino = c.id
		}
		list = append(list, e)
	}
	return fs.NewListDirStream(list), 0
}

// name changes names in a folder, as programs see it at once and as a cut leaves it after a sync.
func (n *folderNode) name(changes ...nameChange) {
	for i, c := range changes {
		if c.to == nil {
			delete(c.in.now, c.name)
		} else {
			c.in.now[c.name] = c.to
		}
		changes[i].next = i+1 < len(changes)
	}
	n.m.disk.names = append(n.m.disk.names, changes...)
}

func (n *folderNode) Create(ctx context.Context, name string, flags, mode uint32, out *fuse.EntryOut) (*fs.Inode, fs.FileHandle, uint32, syscall.Errno) {
	n.fs.mu.Lock()
	defer n.fs.mu.Unlock()
	if errno := n.m.disk.change("create " + name); errno != 0 {
		return nil, nil, 0, errno
	}
	n.fs.nextID++
	c := &file{id: n.fs.nextID, disk: n.m.disk}
	n.name(nameChange{in: n.m, name: name, to: c})
	return n.inode(ctx, c, out), nil, fuse.FOPEN_DIRECT_IO, 0
}

func (n *folderNode) Mkdir(ctx context.Context, name string, mode uint32, out *fuse.EntryOut) (*fs.Inode, syscall.Errno) {
	n.fs.mu.Lock()
	defer n.fs.mu.Unlock()
	if errno := n.m.disk.change("mkdir " + name); errno != 0 {
		return nil, errno
	}
	c := n.fs.newFolder(n.m.disk)
	n.name(nameChange{in: n.m, name: name, to: c})
	return n.inode(ctx, c, out), 0
}

func (n *folderNode) Unlink(ctx context.Context, name string) syscall.Errno {
	n.fs.mu.Lock()
	defer n.fs.mu.Unlock()
	if errno := n.m.disk.change("unlink " + name); errno != 0 {
		return errno
	}
	n.name(nameChange{in: n.m, name: name})
	return 0
}

func (n *folderNode) Rmdir(ctx context.Context, name string) syscall.Errno {
	n.fs.mu.Lock()
	defer n.fs.mu.Unlock()
	if c, ok := n.m.now[name].(*folder); ok && len(c.now) > 0 {
		return syscall.ENOTEMPTY
	}
	if errno := n.m.disk.change("rmdir " + name); errno != 0 {
		return errno
	}
	n.name(nameChange{in: n.m, name: name})
	return 0
}

func (n *folderNode) Rename(ctx context.Context, name string, to fs.InodeEmbedder, newName string, flags uint32) syscall.Errno {
	n.fs.mu.Lock()
	defer n.fs.mu.Unlock()
	if errno := n.m.disk.change("rename " + name); errno != 0 {
		return errno
	}
	child, ok := n.m.now[name]
	if !ok {
		return syscall.ENOENT
	}
	n.name(nameChange{in: n.m, name: name}, nameChange{in: to.(*folderNode).m, name: newName, to: child})
	return 0
}

func (n *folderNode) Fsync(ctx context.Context, _ fs.FileHandle, _ uint32) syscall.Errno {
	n.fs.mu.Lock()
	defer n.fs.mu.Unlock()
	if n.m.disk == nil {
		return 0
	}
	if errno := n.m.disk.change("sync of a folder"); errno != 0 {
		return errno
	}
	if !n.fs.ignore {
		applyNames(n.m.disk.names)
		n.m.disk.names = nil
	}
	return 0
}

type fileNode struct {
	fs.Inode
	fs *FS
	m  *file
}

func (n *fileNode) Getattr(ctx context.Context, _ fs.FileHandle, out *fuse.AttrOut) syscall.Errno {
	n.fs.mu.Lock()
	defer n.fs.mu.Unlock()
	out.Attr.Mode = fuse.S_IFREG | 0o644
	out.Attr.Size = uint64(len(n.m.now))
	return 0
}

func (n *fileNode) Setattr(ctx context.Context, _ fs.FileHandle, in *fuse.SetAttrIn, out *fuse.AttrOut) syscall.Errno {
	n.fs.mu.Lock()
	defer n.fs.mu.Unlock()
	if size, ok := in.GetSize(); ok {
		if errno := n.m.disk.change("truncate"); errno != 0 {
			return errno
		}
		n.m.now = resize(n.m.now, int(size))
		n.m.pending = append(n.m.pending, write{size: int(size)})
	}
	out.Attr.Mode = fuse.S_IFREG | 0o644
	out.Attr.Size = uint64(len(n.m.now))
	return 0
}

func (n *fileNode) Open(ctx context.Context, flags uint32) (fs.FileHandle, uint32, syscall.Errno) {
	n.fs.mu.Lock()
	defer n.fs.mu.Unlock()
	if n.m.disk.dead {
		return nil, 0, syscall.EIO
	}
	return nil, fuse.FOPEN_DIRECT_IO, 0
}

func (n *fileNode) Read(ctx context.Context, _ fs.FileHandle, dest []byte, off int64) (fuse.ReadResult, syscall.Errno) {
	n.fs.mu.Lock()
	defer n.fs.mu.Unlock()
	if n.m.disk.dead {
		return nil, syscall.EIO
	}
	if off >= int64(len(n.m.now)) {
		return fuse.ReadResultData(nil), 0
	}
	return fuse.ReadResultData(append([]byte(nil), n.m.now[off:min(len(n.m.now), int(off)+len(dest))]...)), 0
}

func (n *fileNode) Write(ctx context.Context, _ fs.FileHandle, data []byte, off int64) (uint32, syscall.Errno) {
	n.fs.mu.Lock()
	defer n.fs.mu.Unlock()
	if errno := n.m.disk.change("write"); errno != 0 {
		return 0, errno
	}
	n.m.now = put(n.m.now, int(off), data)
	n.m.pending = append(n.m.pending, write{at: int(off), data: append([]byte(nil), data...), size: -1})
	return uint32(len(data)), 0
}

func (n *fileNode) Fsync(ctx context.Context, _ fs.FileHandle, _ uint32) syscall.Errno {
	n.fs.mu.Lock()
	defer n.fs.mu.Unlock()
	if errno := n.m.disk.change("sync"); errno != 0 {
		return errno
	}
	if n.fs.ignore {
		return 0
	}
	for _, w := range n.m.pending {
		if w.size >= 0 {
			n.m.was = resize(n.m.was, w.size)
		} else {
			n.m.was = put(n.m.was, w.at, w.data)
		}
	}
	n.m.pending = nil
	return 0
}
