/** Reads the lines of a watch: one JSON object each. */
import { fieldsOf, isFields, textOf } from './fields.js';
import { metadataOf, type KubeObject } from './object.js';

export type WatchEvent =
  | { readonly kind: 'set' | 'removed'; readonly object: KubeObject }
  /** Nothing has changed up to this version. */
  | { readonly kind: 'bookmark'; readonly resourceVersion: string }
  /** A `Status`; the server closes the stream behind it. */
  | { readonly kind: 'error'; readonly status: KubeObject }
  /** No event: the line was cut off, or something else has answered. */
  | { readonly kind: 'invalid' };

const INVALID: WatchEvent = { kind: 'invalid' };

export function parseWatchLine(line: string): WatchEvent {
  const fields = fieldsOf(parsed(line));
  const object = fields['object'];
  if (!isFields(object)) return INVALID;
  switch (textOf(fields['type'])) {
    case 'ADDED':
    case 'MODIFIED':
      return named({ kind: 'set', object });
    case 'DELETED':
      return named({ kind: 'removed', object });
    case 'BOOKMARK':
      return {
        kind: 'bookmark',
        resourceVersion: metadataOf(object).resourceVersion
      };
    case 'ERROR':
      return { kind: 'error', status: object };
    default:
      return INVALID;
  }
}

/** Half an object would pass for one without a name. */
function named(event: WatchEvent & { readonly object: KubeObject }): WatchEvent {
  const { name, resourceVersion } = metadataOf(event.object);
  return name === '' || resourceVersion === '' ? INVALID : event;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
