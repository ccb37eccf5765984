/** Reads `.dockerignore` as Docker does. */
import ignore from '@balena/dockerignore';

/** Whether a path is left out. */
export function ignoredBy(text: string): (path: string) => boolean {
  const left = ignore.default({ ignorecase: false }).add(text.split(/\r?\n/));
  return path => left.ignores(path);
}
