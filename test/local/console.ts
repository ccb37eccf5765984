/** Reads the `console` blocks of a page: what is typed, and what it shows. */

/** A command, and the lines below it. */
export interface Typed {
  readonly typed: string;
  readonly shown: readonly string[];
}

/** The commands of a page in order. Lines with `$ ` are typed. */
export function commandsIn(page: string): Typed[] {
  const blocks = [...page.matchAll(/^```console\n(.*?)^```$/gms)];
  return blocks.flatMap(([, block = '']) =>
    block
      .split(/^\$ /m)
      .slice(1)
      .map(part => {
        const [typed = '', ...shown] = part.trimEnd().split('\n');
        return { typed, shown };
      })
  );
}

/** Matches a whole output: `…` in a line stands for any text, alone for any lines. */
export function pattern(shown: readonly string[]): RegExp {
  const lines = shown.map(line =>
    line === '…'
      ? '(?:.*\\n)*?'
      : `${line
          .split('…')
          .map(text => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
          .join('.*')}\\n`
  );
  return new RegExp(`^${lines.join('')}$`);
}
