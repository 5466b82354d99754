package gizmo

import (
	"context"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/graph/kv"
	"github.com/cayleygraph/cayley/query/shape"
	"github.com/cayleygraph/quad"
)

// A safeStore stands between Gizmo and Cayley's store. Cayley gives nil for a value that it does not have, nil makes
// nil shapes, and these end the process in Except and Union: a safeStore gives a reference that nothing has. As the
// key-value store's own plans insist on being built over that store itself, they are bound to it.
type safeStore struct {
	graph.QuadStore
	plans shape.Optimizer // nil if the store makes no plans
}

func safe(qs graph.QuadStore) graph.QuadStore {
	plans, _ := qs.(shape.Optimizer)
	return safeStore{qs, plans}
}

// nobody is a reference that no value has: ids of the key-value store count up from 1.
const nobody = kv.Int64Value(1) << 61

func (s safeStore) ValueOf(v quad.Value) (graph.Ref, error) {
	if v == nil {
		return nobody, nil
	}
	ref, err := s.QuadStore.ValueOf(v)
	if err != nil {
		return nil, err
	}
	if id, ok := ref.(kv.Int64Value); ref == nil || ok && id == 0 {
		return nobody, nil
	}
	return ref, nil
}

// RefsOf and ValuesOf are what Cayley asks for in batches.
func (s safeStore) RefsOf(ctx context.Context, values []quad.Value) ([]graph.Ref, error) {
	out := make([]graph.Ref, len(values))
	for i, v := range values {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		ref, err := s.ValueOf(v)
		if err != nil {
			return nil, err
		}
		out[i] = ref
	}
	return out, nil
}

func (s safeStore) ValuesOf(ctx context.Context, list []graph.Ref) ([]quad.Value, error) {
	out := make([]quad.Value, len(list))
	for i, ref := range list {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		v, err := s.NameOf(ref)
		if err != nil {
			return nil, err
		}
		out[i] = v
	}
	return out, nil
}

func (s safeStore) NameOf(ref graph.Ref) (quad.Value, error) {
	if ref == nil || ref == graph.Ref(nobody) {
		return nil, nil
	}
	return s.QuadStore.NameOf(ref)
}

// Close does nothing: the store is closed by whoever opened it.
func (s safeStore) Close() error { return nil }

func (s safeStore) OptimizeShape(ctx context.Context, sh shape.Shape) (shape.Shape, bool) {
	if shape.IsNull(sh) {
		return shape.Null{}, sh == nil
	}
	if union, ok := sh.(shape.Union); ok {
		return withoutNull(union)
	}
	if s.plans == nil {
		return sh, false
	}
	plan, changed := s.plans.OptimizeShape(ctx, sh)
	if shape.IsNull(plan) {
		return shape.Null{}, true
	}
	if changed {
		plan = s.bind(plan)
	}
	return plan, changed
}

func withoutNull(u shape.Union) (shape.Shape, bool) {
	var kept shape.Union
	for _, part := range u {
		if !shape.IsNull(part) {
			kept = append(kept, part)
		}
	}
	switch len(kept) {
	case len(u):
		return u, false
	case 0:
		return shape.Null{}, true
	}
	return kept, true
}

// bind ties the scans of a plan to the store that made them.
func (s safeStore) bind(plan shape.Shape) shape.Shape {
	switch p := plan.(type) {
	case kv.IndexScan:
		return scan{p, s.QuadStore}
	case shape.NodesFrom:
		p.Quads = s.bind(p.Quads)
		return p
	}
	return plan
}

// A scan is a plan of the inner store.
type scan struct {
	kv.IndexScan
	over graph.QuadStore
}

func (s scan) BuildIterator(graph.QuadStore) iterator.Shape { return s.IndexScan.BuildIterator(s.over) }

func (s scan) Optimize(context.Context, shape.Optimizer) (shape.Shape, bool) { return s, false }
