import type { VNode } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { get, parameters, type SearchResult } from "./api";
import { kind, plural } from "./words";

interface Props {
  label: string;
  value: string;
  hideLabel?: boolean;
  placeholder?: string;
  id?: string;
  /** onInput gets what is typed. */
  onInput: (text: string) => void;
  /** onPick gets the entity that was chosen from the list. */
  onPick?: (choice: SearchResult) => void;
}

/** NameBox is a text box that proposes entities: the combobox pattern of the ARIA Authoring Practices. */
export function NameBox(p: Props): VNode {
  const [results, setResults] = useState<SearchResult[]>([]);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const typed = useRef(false); // what stands in the box was typed, not chosen
  const own = useId();
  const id = p.id ?? own;

  useEffect(() => {
    if (!typed.current || p.value.trim() === "") { setResults([]); return; }
    const control = new AbortController();
    const timer = setTimeout(() => {
      get<{ results: SearchResult[] }>("search" + parameters({ q: p.value, limit: 8 }), control.signal)
        .then((a) => { setResults(a.results); setActive(-1); }, () => { /* the form itself tells what is wrong */ });
    }, 100);
    return () => { clearTimeout(timer); control.abort(); };
  }, [p.value]);

  const pick = (choice: SearchResult) => {
    typed.current = false;
    setOpen(false);
    setResults([]);
    p.onInput(choice.name);
    p.onPick?.(choice);
  };
  const onKeyDown = (e: KeyboardEvent) => {
    if (e.key === "ArrowDown" || e.key === "ArrowUp") {
      if (results.length === 0) return;
      e.preventDefault();
      setOpen(true);
      const step = e.key === "ArrowDown" ? 1 : -1;
      setActive((active + step + results.length + (active < 0 && step < 0 ? 1 : 0)) % results.length);
    } else if (e.key === "Enter" && shown && active >= 0) {
      e.preventDefault();
      pick(results[active]);
    } else if (e.key === "Escape" && shown) {
      e.preventDefault();
      setOpen(false);
    }
  };
  const shown = open && results.length > 0;
  return (
    <div class="namebox">
      <label for={id} class={p.hideLabel ? "unseen" : undefined}>{p.label}</label>
      <input
        id={id} type="text" role="combobox" autocomplete="off" spellcheck={false}
        aria-autocomplete="list" aria-expanded={shown} aria-controls={id + "-list"}
        aria-activedescendant={shown && active >= 0 ? `${id}-${active}` : undefined}
        placeholder={p.placeholder} value={p.value}
        onInput={(e) => { typed.current = true; setOpen(true); p.onInput(e.currentTarget.value); }}
        onKeyDown={onKeyDown} onFocus={() => setOpen(true)} onBlur={() => setOpen(false)}
      />
      <ul id={id + "-list"} role="listbox" aria-label={p.label + ": proposals"} hidden={!shown}>
        {results.map((r, i) => (
          <li
            id={`${id}-${i}`} role="option" aria-selected={i === active}
            onMouseDown={(e) => e.preventDefault()} onClick={() => pick(r)}
          >
            <span class="name">{r.name}</span>
            {r.matched && r.matched !== r.name && <span class="matched">{r.matched}</span>}
            <small>{[kind(r.type), r.country].filter(Boolean).join(", ")} · {plural(r.statements, "statement")}</small>
          </li>
        ))}
      </ul>
    </div>
  );
}
