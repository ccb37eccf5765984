/** Bytes of files of a run, fetched with the rights of the page and let go afterwards. */
import {
  ProblemError,
  type OutputFile,
  type Problem
} from '@jupyterlab-kubeflow/protocol';
import { useEffect, useState } from 'react';
import { useRunView } from '../context.js';
import { imageType } from './files.js';

export interface Fetched<T> {
  readonly value?: T;
  readonly problem?: Problem;
}

type FileRef = Pick<OutputFile, 'rank' | 'path'>;

/** What `read` makes of the file; `release` lets go of it. */
function useFetched<T>(
  { rank, path }: FileRef,
  read: (blob: Blob) => Promise<T>,
  release: (value: T) => void
): Fetched<T> {
  const { id, runs } = useRunView().session;
  const [fetched, setFetched] = useState<Fetched<T>>({});
  useEffect(() => {
    let wanted = true;
    let held: T | undefined;
    const fetchIt = async (): Promise<void> => {
      const value = await read(await runs.file(id, rank, path));
      if (wanted) setFetched({ value: (held = value) });
      else release(value);
    };
    fetchIt().catch((error: unknown) => {
      if (!(error instanceof ProblemError)) throw error;
      if (wanted) setFetched({ problem: error.problem });
    });
    return () => {
      wanted = false;
      if (held !== undefined) release(held);
    };
  }, [id, runs, rank, path, read, release]);
  return fetched;
}

/** Address of a picture's bytes; it is only good for an `img`. */
export function usePicture(file: FileRef): Fetched<string> {
  const [read] = useState(() => async (blob: Blob) => {
    const bytes = await blob.arrayBuffer();
    return URL.createObjectURL(new Blob([bytes], { type: imageType(file.path) }));
  });
  return useFetched(file, read, revoke);
}

export function useText(file: FileRef): Fetched<string> {
  return useFetched(file, textOf, forget);
}

function revoke(url: string): void {
  URL.revokeObjectURL(url);
}

function textOf(blob: Blob): Promise<string> {
  return blob.text();
}

function forget(): void {
  // Text needs no letting go.
}
