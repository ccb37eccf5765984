/** Types of what tests written in TypeScript use. */

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly output: string;
}

export function playwright(
  project: string,
  options: {
    readonly python: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly filters?: readonly string[];
  }
): Promise<Tally>;
