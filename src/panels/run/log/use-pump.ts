/** Lets a log's model take what has come, a little in every frame. */
import type { ISignal } from '@lumino/signaling';
import { useEffect, useReducer, useRef } from 'react';
import type { LogModel } from './log-model.js';

/** Milliseconds of a frame it may take. */
const BUDGET = 7;

/** Renders again while the model grows; the result says that there is more to do. */
export function usePump(log: LogModel, changed: ISignal<unknown, unknown>): () => void {
  const [, renderAgain] = useReducer((count: number) => count + 1, 0);
  const kick = useRef<() => void>(() => undefined);
  useEffect(() => {
    let frame = 0;
    const step = (): void => {
      frame = 0;
      const end = performance.now() + BUDGET;
      const done = log.advance(() => performance.now() > end);
      renderAgain();
      if (!done) schedule();
    };
    const schedule = (): void => {
      if (frame === 0) frame = requestAnimationFrame(step);
    };
    kick.current = schedule;
    changed.connect(schedule);
    schedule();
    return () => {
      changed.disconnect(schedule);
      cancelAnimationFrame(frame);
    };
  }, [log, changed]);
  return () => {
    kick.current();
  };
}
