/**
 * What may stand in a Dockerfile. Names of packages come from notebooks of other people:
 * whatever could be read as more than a name is refused, with the value in the sentence.
 */
import { fail } from '@jupyterlab-kubeflow/protocol';
import { formatReference, parseReference } from '../image/reference.js';
import { readRequirement } from '../notebook/discover/requirement-lines.js';

/** Debian policy 5.6.1 and 5.6.12, with an architecture. */
export const APT =
  /^[a-z0-9][a-z0-9+.-]+(?::[a-z0-9-]+)?(?:=[A-Za-z0-9][A-Za-z0-9.+:~-]*)?$/;
/** A match specification of conda, without spaces and brackets. */
const CONDA = /^(?:[\w.-]+::)?\w[\w.-]*(?:[=!<>~]=?[\w.*+!,<>=|-]+)?$/;
const PYTHON = /^[\w./][\w./+-]*$/;
const USER = /^\w[\w.-]*(?::\w[\w.-]*)?$/;
const VARIABLE = /^[A-Za-z_]\w*$/;
const FOLDER = /^(?:\/[\w.+-]+)+$/;
/** Ends a line, or is not to be seen in one. */
const CONTROL = /\p{Cc}/u;

export function aptPackage(text: string): string {
  return matching(text, APT, 'a package of Debian');
}

export function condaPackage(text: string): string {
  return matching(text, CONDA, 'a package of conda');
}

export function pythonPath(text: string): string {
  return matching(text, PYTHON, 'a path of Python');
}

export function imageUser(text: string): string {
  return matching(text, USER, 'a user');
}

export function imageFolder(text: string): string {
  const isUp = text.split('/').includes('..');
  return matching(isUp ? '' : text, FOLDER, 'a folder of an image', text);
}

export function baseImage(text: string): string {
  try {
    return formatReference(parseReference(text));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return refuse(text, 'the name of an image');
  }
}

/** A line of a requirements file that names one package, and says nothing else to pip. */
export function pipLine(text: string): string {
  const what = 'a requirement of pip';
  const line = CONTROL.test(text) ? undefined : readRequirement(text);
  const bare = text.replace(/\s--hash=sha256:[0-9a-f]{64}(?=\s|$)/g, '');
  if (line === undefined || /(?:^|\s)-|\\|\s#/.test(bare)) return refuse(text, what);
  if (line.kind === 'package') return text.trim();
  if (line.kind !== 'direct' || !/^(?:[^@]*@\s*)?https:\/\/\S+$/.test(bare.trim())) {
    return refuse(text, what);
  }
  // The file is a layer, which all can read who pull the image.
  return /\/\/[^/\s]*@/.test(bare)
    ? fail('dockerfile-secret', { requirement: text.replace(/\/\/[^/\s]*@/g, '//…@') })
    : text.trim();
}

/** `ENV` with the value as it is: nothing of it is a variable, or ends it. */
export function envLine(name: string, value: string): string {
  matching(name, VARIABLE, 'the name of a variable');
  if (CONTROL.test(value)) refuse(name, 'a variable of one line');
  return `ENV ${name}="${value.replace(/[\\"$]/g, '\\$&')}"`;
}

/** The form that is a list: no shell reads it, and no variable is replaced. */
export function execForm(words: readonly string[]): string {
  return `[${words.map(word => JSON.stringify(word)).join(', ')}]`;
}

function matching(text: string, form: RegExp, what: string, shown = text): string {
  return form.test(text) ? text : refuse(shown, what);
}

function refuse(value: string, what: string): never {
  return fail('dockerfile-value', { value, what });
}
