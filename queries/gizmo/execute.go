package gizmo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"runtime"
	"time"
	"unsafe"

	cayley "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/query"
	"github.com/cayleygraph/cayley/query/gizmo"
	"github.com/cayleygraph/quad"
	"github.com/dop251/goja"
)

// maxCalls is how deep functions of a program may call each other.
const maxCalls = 2000

// machine is the JavaScript machine of a session. Cayley keeps it to itself, and without it neither the depth of calls
// can be bounded nor a function be added; a test sees to it that the pinned version has it where it is looked for.
func machine(s *gizmo.Session) (*goja.Runtime, error) {
	f := reflect.ValueOf(s).Elem().FieldByName("vm")
	if !f.IsValid() || f.Type() != reflect.TypeFor[*goja.Runtime]() || f.IsNil() {
		return nil, errors.New("gizmo: this version of Cayley keeps its JavaScript machine elsewhere")
	}
	return *(**goja.Runtime)(unsafe.Pointer(f.UnsafeAddr())), nil
}

// A caller answers a function of the entente object, with arguments and answer as JSON.
type caller func(ctx context.Context, function string, args json.RawMessage) (json.RawMessage, error)

// functions are those of the entente object.
var functions = []string{"resolve", "label", "search", "path", "evidence", "neighbours", "timeline", "show"}

const maxArguments = 1 << 20 // bytes, as JSON

// execute runs a program in a session of its own until it ends, row returns false, or time is up. The value of its last
// expression is a row if it is a number, a string, a truth value or a plain object, and a row for each element if it is a
// list; otherwise, as with a trailing All(), it is nothing.
func execute(ctx context.Context, qs cayley.QuadStore, program string, l Limits, call caller, row func(Row) bool) error {
	ctx, cancel := context.WithTimeout(ctx, l.Timeout)
	defer cancel()
	s := gizmo.NewSession(safe(qs))
	vm, err := machine(s)
	if err != nil {
		return err
	}
	vm.SetMaxCallStackSize(maxCalls)
	if err := install(ctx, vm, call); err != nil {
		return err
	}
	end, err := stage(vm, program)
	if err != nil {
		return err
	}
	it, err := s.Execute(ctx, stageName+"()", query.Options{Limit: -1, Collation: query.Raw})
	if err != nil {
		return err
	}
	defer it.Close()
	bytes := 0
	write := func(r Row) (more bool, err error) {
		data, err := json.Marshal(r)
		if err != nil {
			return false, programError(fmt.Sprintf("a result cannot be written as JSON: %v", err))
		}
		if bytes += len(data); bytes > l.Bytes {
			return false, ErrTruncated
		}
		return row(r), nil
	}
	for it.Next(ctx) {
		result, ok := it.Result().(*gizmo.Result)
		if !ok {
			continue
		}
		r, err := rowOf(qs, result)
		if err != nil {
			return err
		}
		if r == nil {
			continue
		}
		if more, err := write(r); !more {
			return err
		}
	}
	switch err := it.Err(); {
	case ctx.Err() != nil && errors.Is(context.Cause(ctx), context.DeadlineExceeded):
		return ErrTimeout
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return programError(err.Error())
	}
	// Cayley's goroutine is done, so end holds what became of the program.
	if end.err != nil {
		return programError(end.err.Error())
	}
	for _, v := range end.values {
		r := Row{"value": v}
		if object, ok := v.(map[string]any); ok {
			r = object
		}
		if more, err := write(r); !more {
			return err
		}
	}
	return nil
}

// stageName is the function through which a program is run; it is gone when the program begins.
const stageName = "entente$run"

// An ending is what became of a program: the values of its last expression or its error.
type ending struct {
	values []any
	err    error
}

// stage prepares the machine to run a program through a function of ours. Cayley would run it in a goroutine of its own,
// where a panic of one of its functions ends the process; here it is caught and ends the program.
func stage(vm *goja.Runtime, program string) (*ending, error) {
	p, err := goja.Compile("", program, false)
	if err != nil {
		return nil, programError(err.Error())
	}
	end := &ending{}
	return end, vm.Set(stageName, func(goja.FunctionCall) goja.Value {
		if err := vm.GlobalObject().Delete(stageName); err != nil {
			end.err = err
			return goja.Undefined()
		}
		defer func() {
			if x := recover(); x != nil {
				end.err = fmt.Errorf("a function of Gizmo cannot do this: %v", x)
				// The machine's state is not to be trusted any more.
				runtime.Goexit()
			}
		}()
		v, err := vm.RunProgram(p)
		var thrown *goja.Exception
		if errors.As(err, &thrown) && thrown.Value() != nil {
			if inner, ok := thrown.Value().Export().(error); ok {
				err = inner
			}
		}
		end.err = err
		if err == nil && v != nil {
			end.values = values(v)
		}
		return goja.Undefined()
	})
}

// values are what a value shows: a list its elements, a function, a path or what else is no plain value nothing.
func values(v goja.Value) []any {
	o, object := v.(*goja.Object)
	if object && o.ClassName() != "Array" && o.ClassName() != "Object" {
		return nil
	}
	switch v := v.Export().(type) {
	case int64, float64, string, bool, map[string]any:
		return []any{v}
	case []any:
		return v
	}
	return nil
}

// install gives the machine its entente object.
func install(ctx context.Context, vm *goja.Runtime, call caller) error {
	parse, ok := goja.AssertFunction(vm.Get("JSON").ToObject(vm).Get("parse"))
	if !ok {
		return errors.New("gizmo: the JavaScript machine has no JSON.parse")
	}
	object := vm.NewObject()
	for _, name := range functions {
		fn := func(c goja.FunctionCall) goja.Value {
			args := make([]any, len(c.Arguments))
			for i, a := range c.Arguments {
				args[i] = a.Export()
				if q, ok := args[i].(quad.Value); ok {
					args[i] = quad.StringOf(q)
				}
			}
			data, err := json.Marshal(args)
			if err != nil {
				panic(vm.NewTypeError("entente." + name + ": " + err.Error()))
			}
			if len(data) > maxArguments {
				panic(vm.NewTypeError(fmt.Sprintf("entente.%s: arguments of %d bytes", name, len(data))))
			}
			answer, err := call(ctx, name, data)
			if err != nil {
				panic(vm.NewGoError(fmt.Errorf("entente.%s: %w", name, err)))
			}
			v, err := parse(goja.Undefined(), vm.ToValue(string(answer)))
			if err != nil {
				panic(err)
			}
			return v
		}
		if err := object.Set(name, fn); err != nil {
			return err
		}
	}
	return vm.Set("entente", object)
}

// rowOf writes a result as Gizmo's users know it.
func rowOf(qs cayley.QuadStore, r *gizmo.Result) (Row, error) {
	if r.Tags != nil {
		out := make(Row, len(r.Tags))
		for tag, ref := range r.Tags {
			if ref == nil || ref == cayley.Ref(nobody) {
				continue
			}
			v, err := qs.NameOf(ref)
			if err != nil {
				return nil, err
			}
			if v != nil {
				out[tag] = native(v)
			}
		}
		if len(out) == 0 {
			return nil, nil
		}
		return out, nil
	}
	switch v := r.Val.(type) {
	case nil:
		return nil, nil
	case map[string]any:
		return Row(v), nil
	case quad.Value:
		return Row{"value": native(v)}, nil
	}
	return Row{"value": r.Val}, nil
}

// native is a quad's value as JSON has it: a node as "<ent:...>", a date as text, numbers and truth values as such.
func native(v quad.Value) any {
	switch v := v.(type) {
	case quad.String:
		return string(v)
	case quad.Int:
		return int64(v)
	case quad.Float:
		return float64(v)
	case quad.Bool:
		return bool(v)
	case quad.Time:
		return time.Time(v).UTC().Format(time.RFC3339)
	case quad.TypedString:
		return string(v.Value)
	case quad.LangString:
		return string(v.Value)
	}
	return quad.StringOf(v)
}
