import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closureOf } from './closure.js';

/** A statement of a small language: Python text, and what it does. */
interface Line {
  readonly text: string;
  readonly run: (state: State) => void;
}
interface State {
  readonly values: Map<string, number>;
  readonly functions: Map<string, () => number>;
}

const VARIABLES = ['a', 'b', 'c'];
const FUNCTIONS = ['f0', 'f1', 'f2'];
const MODULUS = 9973;

const value = (state: State, name: string): number => {
  const found = state.values.get(name);
  if (found === undefined) throw new Error(`${name} is not defined`);
  return found;
};
const call = (state: State, name: string): number => {
  const found = state.functions.get(name);
  if (!found) throw new Error(`${name} is not defined`);
  return found();
};
const set =
  (name: string, of: (state: State) => number): Line['run'] =>
  state => {
    state.values.set(name, of(state) % MODULUS);
  };

const variable = fc.constantFrom(...VARIABLES);
const constant = fc
  .tuple(variable, fc.nat(99))
  .map(([x, n]): Line => ({ text: `${x} = ${String(n)}`, run: set(x, () => n) }));
const sum = fc.tuple(variable, variable, variable).map(([x, y, z]): Line => ({
  text: `${x} = ${y} + ${z}`,
  run: set(x, state => value(state, y) + value(state, z))
}));
const update = fc.tuple(variable, variable).map(([x, y]): Line => ({
  text: `${x} += ${y}`,
  run: set(x, state => value(state, x) + value(state, y))
}));
const result = fc
  .tuple(variable, fc.constantFrom(...FUNCTIONS))
  .map(([x, f]): Line => ({
    text: `${x} = ${f}()`,
    run: set(x, state => call(state, f))
  }));
const branch = fc.tuple(variable, variable).map(([x, y]): Line => ({
  text: `if ${y} > 5000:\n    ${x} = 1`,
  run: state => {
    if (value(state, y) > 5000) state.values.set(x, 1);
  }
}));

/** Functions call only those with a lower number: no recursion. */
function define(level: number, x: string, y: string): Line {
  const name = FUNCTIONS[level] ?? 'f0';
  const inner = level === 0 ? undefined : FUNCTIONS[level - 1];
  return {
    text: `def ${name}(): return ${x} + ${y}${inner ? ` + ${inner}()` : ''}`,
    run: state => {
      state.functions.set(
        name,
        () => value(state, x) + value(state, y) + (inner ? call(state, inner) : 0)
      );
    }
  };
}
const definition = fc
  .tuple(fc.nat(2), variable, variable)
  .map(([level, x, y]) => define(level, x, y));

const start = VARIABLES.map((x, i): Line => ({
  text: `${x} = ${String(i)}`,
  run: set(x, () => i)
})).concat(FUNCTIONS.map((_, level) => define(level, 'a', 'b')));
const program = fc
  .array(fc.oneof(constant, sum, update, result, branch, definition), { maxLength: 25 })
  .map(lines => [...start, ...lines]);

function evaluate(lines: readonly Line[], entry: string): number {
  const state: State = { values: new Map(), functions: new Map() };
  for (const line of lines) line.run(state);
  return call(state, entry);
}

describe('the closure of a function', () => {
  it('gives the value that the whole notebook gives, in the same order', () => {
    fc.assert(
      fc.property(program, fc.constantFrom(...FUNCTIONS), (lines, entry) => {
        // The entry's own calls are left out of the closure by design.
        const whole = lines.filter(line => !line.text.endsWith(`= ${entry}()`));
        const cells = whole.map((line, i) => ({ number: i + 1, code: line.text }));
        const { needed, problems } = closureOf(cells, entry);
        const numbers = needed.map(({ cell }) => cell);
        expect(problems).toEqual([]);
        expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
        const kept = whole.filter((_, i) => numbers.includes(i + 1));
        expect(evaluate(kept, entry)).toBe(evaluate(whole, entry));
      })
    );
  });
});
