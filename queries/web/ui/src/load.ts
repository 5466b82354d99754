import { useEffect, useState } from "preact/hooks";
import { get, ProblemError, type Problem } from "./api";

export interface Loaded<T> { data?: T; problem?: Problem; loading: boolean; retry: () => void }

/** useLoad keeps the answer of the API for a path; none is asked for without a path. A new path cancels the old one. */
export function useLoad<T>(path: string | undefined): Loaded<T> {
  const [state, set] = useState<{ path?: string; data?: T; problem?: Problem }>({});
  const [attempt, again] = useState(0);
  useEffect(() => {
    if (path === undefined) return;
    const control = new AbortController();
    get<T>(path, control.signal).then(
      (data) => { if (!control.signal.aborted) set({ path, data }); },
      (e: unknown) => {
        if (control.signal.aborted) return;
        const problem = e instanceof ProblemError ? e.problem : { type: "about:blank", title: "Something went wrong", status: 0, detail: String(e) };
        set({ path, problem });
      },
    );
    return () => control.abort();
  }, [path, attempt]);
  const current = state.path === path ? state : {};
  return {
    data: current.data, problem: current.problem,
    loading: path !== undefined && state.path !== path,
    retry: () => { set({}); again((n) => n + 1); },
  };
}
