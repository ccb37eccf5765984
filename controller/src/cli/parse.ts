/** Reads the text of options into values; `option-invalid` names the option and what it takes. */
import {
  readBytes,
  fail,
  INPUT,
  Role,
  timeText,
  type InputSetting,
  type Replicas
} from '@jupyterlab-kubeflow/protocol';

/** Throws `option-invalid`. */
export function refuse(option: string, value: string, expected: string): never {
  return fail('option-invalid', { option, value, expected });
}

/** A whole number of at least `least`. */
export function parseCount(option: string, text: string, least = 1): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : -1;
  if (value >= least) return value;
  return refuse(option, text, `it takes a whole number from ${String(least)}`);
}

/** `a=b`, `c=d=e` give `{a: 'b', c: 'd=e'}`; a name given twice keeps the last value. */
export function parsePairs(
  option: string,
  texts: readonly string[]
): Record<string, string> {
  return Object.fromEntries(texts.map(text => parsePair(option, text)));
}

function parsePair(option: string, text: string): [string, string] {
  const equals = text.indexOf('=');
  const name = text.slice(0, Math.max(equals, 0)).trim();
  if (!name) return refuse(option, text, 'it takes name=value');
  return [name, text.slice(equals + 1)];
}

/** `name=url` and `name=url,secret=NAME`. */
export function parseInputs(texts: readonly string[]): InputSetting[] {
  const takes = `it takes name=url, such as ${INPUT.example}`;
  return texts.map(text => INPUT.read(text) ?? refuse('--input', text, takes));
}

/** `chief=1,worker=2` gives replicas in that order. */
export function parseReplicas(option: string, text: string): Replicas[] {
  const pairs = text.split(',').map(part => parsePair(option, part.trim()));
  const roles = pairs.map(([role]) => role);
  const twice = roles.find((role, i) => roles.indexOf(role) !== i);
  if (twice) return refuse(option, text, `it names ${twice} twice`);
  return pairs.map(([name, count]) => {
    const role = Role.safeParse(name);
    if (role.success) {
      return { role: role.data, count: parseCount(option, count.trim()) };
    }
    return refuse(option, name, `the roles are ${Role.options.join(', ')}`);
  });
}

/** `10GiB`, `500M`, `1.5 GiB` or plain bytes; K, M, G and T are powers of 1024. */
export function parseBytes(option: string, text: string): number {
  const refused = (): never =>
    refuse(option, text, 'it takes a size such as 500MiB or 10GiB');
  return readBytes(text) ?? refused();
}

const AGE = timeText('30d', 0);

/** `90s`, `10m`, `2h`, `30d` or `4w`, in milliseconds; a number alone is none. */
export function parseAge(option: string, text: string): number {
  const seconds = /\d$/.test(text.trim()) ? undefined : AGE.read(text);
  if (seconds !== undefined) return seconds * 1000;
  return refuse(option, text, 'it takes a time such as 90s, 10m, 2h or 30d');
}

/** `20000-20100`, both ends included. */
export function parsePorts(
  option: string,
  text: string
): { readonly from: number; readonly to: number } {
  const match = /^(\d{1,5})-(\d{1,5})$/.exec(text.trim());
  const [from, to] = [Number(match?.[1]), Number(match?.[2])];
  if (from >= 1 && from <= to && to <= 65_535) return { from, to };
  return refuse(option, text, 'it takes a range of ports such as 20000-20100');
}
