/** Colours and emphasis of output: what `ESC [ … m` asks for. */

/** 0–15: the terminal's palette, coloured by the theme; text: a CSS colour. */
export type Colour = number | string;

export interface TextStyle {
  readonly fore?: Colour;
  readonly back?: Colour;
  readonly bold?: boolean;
  readonly dim?: boolean;
  readonly italic?: boolean;
  readonly underline?: boolean;
  readonly strike?: boolean;
  readonly inverse?: boolean;
}

export const PLAIN: TextStyle = {};

/** A sequence with more numbers than this is no colour, but an attempt at something. */
const MOST_CODES = 32;

const SET: Readonly<Record<number, TextStyle>> = {
  1: { bold: true },
  2: { dim: true },
  3: { italic: true },
  4: { underline: true },
  7: { inverse: true },
  9: { strike: true }
};

const UNSET: Readonly<Record<number, readonly (keyof TextStyle)[]>> = {
  22: ['bold', 'dim'],
  23: ['italic'],
  24: ['underline'],
  27: ['inverse'],
  29: ['strike'],
  39: ['fore'],
  49: ['back']
};

/** The style after `codes`, e.g. `1;31`; codes nobody knows change nothing. */
export function applyCodes(style: TextStyle, codes: string): TextStyle {
  const numbers = codes.split(/[;:]/, MOST_CODES).map(Number);
  let next = style;
  for (let index = 0; index < numbers.length; index++) {
    const code = numbers[index] ?? 0;
    if (code === 38 || code === 48) {
      const [colour, used] = extendedColour(numbers.slice(index + 1));
      if (colour !== undefined)
        next = { ...next, [code === 38 ? 'fore' : 'back']: colour };
      index += used;
    } else {
      next = applyCode(next, code);
    }
  }
  return next;
}

function applyCode(style: TextStyle, code: number): TextStyle {
  if (code === 0) return PLAIN;
  const without = UNSET[code];
  if (without) return omit(style, without);
  const colour = paletteColour(code);
  return colour ? { ...style, ...colour } : { ...style, ...SET[code] };
}

function paletteColour(code: number): TextStyle | undefined {
  if (code >= 30 && code <= 37) return { fore: code - 30 };
  if (code >= 90 && code <= 97) return { fore: code - 82 };
  if (code >= 40 && code <= 47) return { back: code - 40 };
  if (code >= 100 && code <= 107) return { back: code - 92 };
  return undefined;
}

/** The colour behind 38 or 48, and how many numbers it took. */
function extendedColour(
  numbers: readonly number[]
): readonly [Colour | undefined, number] {
  const [kind, one = 0, two = 0, three = 0] = numbers;
  if (kind === 5) return [indexedColour(one), 2];
  if (kind === 2) return [cssColour(one, two, three), 4];
  return [undefined, numbers.length];
}

/** The 256 colours: 16 of the palette, a cube of 6 × 6 × 6, 24 greys. */
function indexedColour(index: number): Colour | undefined {
  if (!Number.isInteger(index) || index < 0 || index > 255) return undefined;
  if (index < 16) return index;
  if (index >= 232) {
    const grey = 8 + (index - 232) * 10;
    return cssColour(grey, grey, grey);
  }
  const level = (part: number): number => (part === 0 ? 0 : 55 + part * 40);
  const cube = index - 16;
  return cssColour(
    level(Math.floor(cube / 36)),
    level(Math.floor(cube / 6) % 6),
    level(cube % 6)
  );
}

function cssColour(red: number, green: number, blue: number): string | undefined {
  const parts = [red, green, blue];
  const valid = parts.every(part => Number.isInteger(part) && part >= 0 && part < 256);
  return valid ? `rgb(${parts.join(' ')})` : undefined;
}

function omit(style: TextStyle, names: readonly (keyof TextStyle)[]): TextStyle {
  const kept = Object.entries(style).filter(
    ([name]) => !names.includes(name as keyof TextStyle)
  );
  return Object.fromEntries(kept);
}
