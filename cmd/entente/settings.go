package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// settings fills the flags that the user did not give, from ENTENTE_<FLAG>, from entente.toml in this folder, from the
// user's configuration folder, in this order. Keys are flag names with _ for -; a table named after a subcommand holds
// its own.
func settings(cmd *cobra.Command) error {
	files := []string{"entente.toml"}
	if dir, err := os.UserConfigDir(); err == nil {
		files = append(files, filepath.Join(dir, "entente", "entente.toml"))
	}
	var tables []settingsFile
	for _, name := range files {
		t, err := readSettings(name)
		if err != nil {
			return err
		}
		if t.values != nil {
			tables = append(tables, t)
		}
	}
	var problem error
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if f.Changed || f.Name == "help" || problem != nil {
			return
		}
		key := strings.ReplaceAll(f.Name, "-", "_")
		if v, ok := os.LookupEnv("ENTENTE_" + strings.ToUpper(key)); ok && v != "" {
			if err := f.Value.Set(v); err != nil {
				problem = usage("ENTENTE_%s: %w", strings.ToUpper(key), err)
			}
			return
		}
		for _, t := range tables {
			v, ok := t.value(cmd.Name(), key)
			if !ok {
				continue
			}
			if err := f.Value.Set(v); err != nil {
				problem = usage("%s: %s: %w", t.name, key, err)
			}
			return
		}
	})
	return problem
}

type settingsFile struct {
	name   string
	values map[string]any
}

func readSettings(name string) (settingsFile, error) {
	text, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return settingsFile{}, nil
	}
	if err != nil {
		return settingsFile{}, err
	}
	t := settingsFile{name: name}
	if err := toml.Unmarshal(text, &t.values); err != nil {
		var decode *toml.DecodeError
		if errors.As(err, &decode) {
			row, column := decode.Position()
			return t, usage("%s:%d:%d: %w", name, row, column, err)
		}
		return t, usage("%s: %w", name, err)
	}
	return t, nil
}

// value is the text of key, in the command's table or at the top.
func (t settingsFile) value(command, key string) (string, bool) {
	if table, ok := t.values[command].(map[string]any); ok {
		if v, ok := table[key]; ok {
			return settingText(v), true
		}
	}
	v, ok := t.values[key]
	if _, isTable := v.(map[string]any); !ok || isTable {
		return "", false
	}
	return settingText(v), true
}

func settingText(v any) string {
	if list, ok := v.([]any); ok {
		items := make([]string, len(list))
		for i, item := range list {
			items[i] = fmt.Sprint(item)
		}
		return strings.Join(items, ",")
	}
	return fmt.Sprint(v)
}
