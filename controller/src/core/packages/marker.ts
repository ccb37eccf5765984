/** Markers of requirements (PEP 508), answered for the Python of an image. */
import { parseVersion, satisfiesAll } from './version.js';

/** What markers may ask, by name. */
export type MarkerEnvironment = Readonly<Record<string, string>>;

/**
 * A whole version of a Python of which only the minor one is known. Images mostly have
 * one of the last, and `>=3.9.1` must not refuse them.
 */
export function fullPython(minor: string): string {
  return `${minor}.99`;
}

/** Of CPython on Linux. */
export function markerEnvironment(python: string, machine: string): MarkerEnvironment {
  return {
    python_version: python,
    python_full_version: fullPython(python),
    implementation_version: fullPython(python),
    implementation_name: 'cpython',
    platform_python_implementation: 'CPython',
    os_name: 'posix',
    sys_platform: 'linux',
    platform_system: 'Linux',
    platform_machine: machine,
    platform_release: '',
    platform_version: '',
    extra: ''
  };
}

/** Does the marker hold? `undefined` for one that cannot be read. */
export function markerHolds(
  marker: string,
  environment: MarkerEnvironment
): boolean | undefined {
  const tokens = tokensOf(marker);
  if (!tokens) return undefined;
  try {
    const reader = new Reader(tokens, environment);
    const answer = reader.either();
    return reader.isAtEnd ? answer : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const TOKEN = /\s*(?:("[^"]*"|'[^']*')|(===|[=!<>~]=|[<>()])|([a-z_][\w.]*))/iy;

function tokensOf(text: string): string[] | undefined {
  const tokens: string[] = [];
  const source = text.trim();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const match = TOKEN.exec(source);
    if (!match) return undefined;
    tokens.push(match[1] ?? match[2] ?? match[3] ?? '');
  }
  return tokens;
}

class Reader {
  #at = 0;

  constructor(
    readonly tokens: readonly string[],
    readonly environment: MarkerEnvironment
  ) {}

  get isAtEnd(): boolean {
    return this.#at === this.tokens.length;
  }

  either(): boolean {
    let answer = this.#both();
    while (this.#take('or')) answer = this.#both() || answer;
    return answer;
  }

  #both(): boolean {
    let answer = this.#one();
    while (this.#take('and')) answer = this.#one() && answer;
    return answer;
  }

  #one(): boolean {
    if (!this.#take('(')) return this.#comparison();
    const answer = this.either();
    if (!this.#take(')')) throw new SyntaxError('a bracket is open');
    return answer;
  }

  #comparison(): boolean {
    const left = this.#value();
    const operator = this.#operator();
    return compare(left, operator, this.#value());
  }

  #operator(): string {
    const word = this.#next();
    if (word !== 'not') return word;
    if (!this.#take('in')) throw new SyntaxError('not what?');
    return 'not in';
  }

  #value(): string {
    const token = this.#next();
    if (/^["']/.test(token)) return token.slice(1, -1);
    const value = this.environment[token.replace(/\./g, '_')];
    if (value === undefined) throw new SyntaxError(`${token} is no variable`);
    return value;
  }

  #take(token: string): boolean {
    if (this.tokens[this.#at] !== token) return false;
    this.#at += 1;
    return true;
  }

  #next(): string {
    const token = this.tokens[this.#at];
    if (token === undefined) throw new SyntaxError('it ends too early');
    this.#at += 1;
    return token;
  }
}

/** As versions where both are, else as texts. */
function compare(left: string, operator: string, right: string): boolean {
  if (operator === 'in') return right.includes(left);
  if (operator === 'not in') return !right.includes(left);
  const version = parseVersion(left);
  const answer = version && satisfiesAll(version, `${operator}${right}`);
  if (answer !== undefined) return answer;
  const byText = TEXTS[operator];
  if (!byText) throw new SyntaxError(`${operator} compares no texts`);
  return byText(left, right);
}

const TEXTS: Readonly<Record<string, (left: string, right: string) => boolean>> = {
  '==': (left, right) => left === right,
  '===': (left, right) => left === right,
  '!=': (left, right) => left !== right,
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right
};
