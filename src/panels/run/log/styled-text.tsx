/** Output with its colours. Whatever it contains is text, never markup. */
import { memo, type CSSProperties } from 'react';
import { parseLine } from './line-text.js';
import type { Colour, TextStyle } from './style.js';

/** Several lines. */
export function StyledText({ text }: { readonly text: string }): React.JSX.Element {
  return (
    <>
      {text.split('\n').map((line, index) => (
        <StyledLine key={index} line={`${line}\n`} />
      ))}
    </>
  );
}

const StyledLine = memo(function StyledLine(props: {
  readonly line: string;
}): React.JSX.Element {
  const end = props.line.endsWith('\n') ? '\n' : '';
  const { spans } = parseLine(props.line.slice(0, props.line.length - end.length));
  return (
    <>
      {spans.map(({ text, style }, index) => (
        <StyledSpan key={index} style={style}>
          {text}
        </StyledSpan>
      ))}
      {end}
    </>
  );
});

export interface StyledSpanProps {
  readonly style: TextStyle;
  readonly children: string;
}

export function StyledSpan({ style, children }: StyledSpanProps): React.JSX.Element {
  const classes = classesOf(style);
  const colours = coloursOf(style);
  if (classes === '' && !colours) return <>{children}</>;
  return (
    <span className={classes} style={colours}>
      {children}
    </span>
  );
}

const FLAGS = ['bold', 'dim', 'italic', 'underline', 'strike', 'inverse'] as const;

function classesOf(style: TextStyle): string {
  return [
    ...FLAGS.filter(flag => style[flag]).map(flag => `jp-kf-ansi-${flag}`),
    ...paletteClass('fore', style.fore),
    ...paletteClass('back', style.back)
  ].join(' ');
}

function paletteClass(side: string, colour: Colour | undefined): string[] {
  return typeof colour === 'number' ? [`jp-kf-ansi-${side}-${String(colour)}`] : [];
}

function coloursOf({ fore, back }: TextStyle): CSSProperties | undefined {
  const color = typeof fore === 'string' ? fore : undefined;
  const backgroundColor = typeof back === 'string' ? back : undefined;
  if (color === undefined && backgroundColor === undefined) return undefined;
  return { color, backgroundColor };
}
