/** React's side of signals and clocks. */
import type { ISignal } from '@lumino/signaling';
import { useEffect, useReducer, useState } from 'react';
import type { IPlan } from '../../tokens.js';

/** Renders again whenever the signal is emitted. */
export function useSignal<Sender>(signal: ISignal<Sender, unknown> | undefined): void {
  const [, renderAgain] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    if (!signal) return undefined;
    const listener = (): void => {
      renderAgain();
    };
    signal.connect(listener);
    // What was emitted between rendering and connecting.
    renderAgain();
    return () => {
      signal.disconnect(listener);
    };
  }, [signal]);
}

/** Milliseconds since the epoch, anew every `interval`. */
export function useNow(interval: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(Date.now());
    }, interval);
    return () => {
      clearInterval(timer);
    };
  }, [interval]);
  return now;
}

/** Has the plan computed while it is in sight; who cannot see it asks nobody. */
export function useWatch(plan: IPlan, visible: boolean): void {
  useEffect(() => {
    if (!visible) return undefined;
    const watching = plan.watch();
    return () => {
      watching.dispose();
    };
  }, [plan, visible]);
}
