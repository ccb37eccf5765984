/** Colours by meaning, so that a renderer never names one. */
import { styleText } from 'node:util';

type Format = Parameters<typeof styleText>[0];

const FORMATS = {
  plain: [],
  strong: 'bold',
  dim: 'dim',
  ok: 'green',
  warning: 'yellow',
  bad: 'red',
  accent: 'cyan'
} as const satisfies Record<string, Format>;

/** What a piece of text means. */
export type Meaning = keyof typeof FORMATS;

/** Ranks in turn; red and green keep their meaning. */
const RANKS: readonly Format[] = [
  'cyan',
  'magenta',
  'yellow',
  'blue',
  'cyanBright',
  'magentaBright',
  'yellowBright',
  'blueBright'
];

/** Paints text, or leaves it as it is where colours are off. */
export interface Paint {
  (meaning: Meaning, text: string): string;
  rank(rank: number, text: string): string;
  readonly on: boolean;
}

export function painter(on: boolean): Paint {
  const apply = (format: Format, text: string): string =>
    on && text ? styleText(format, text, { validateStream: false }) : text;
  const paint = (meaning: Meaning, text: string): string =>
    meaning === 'plain' ? text : apply(FORMATS[meaning], text);
  const rank = (number: number, text: string): string =>
    apply(RANKS[number % RANKS.length] ?? 'cyan', text);
  return Object.assign(paint, { rank, on });
}
