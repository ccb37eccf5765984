/** The last values of a metric as a line as high as the text beside it. */

const WIDTH = 60;
const HEIGHT = 14;
const EDGE = 1.5;

/** Points of the line in a box of 60 × 14; values are spread over its height. */
export function sparklinePoints(values: readonly number[]): string {
  const finite = values.filter(Number.isFinite);
  const least = Math.min(...finite);
  const span = Math.max(...finite) - least || 1;
  const step = (WIDTH - 2 * EDGE) / Math.max(1, finite.length - 1);
  return finite
    .map((value, index) => {
      const x = EDGE + index * step;
      const y = HEIGHT - EDGE - ((value - least) / span) * (HEIGHT - 2 * EDGE);
      return `${x.toFixed(1)},${y.toFixed(1)}`;
    })
    .join(' ');
}

/** Says nothing to a screen reader: the value stands beside it. */
export function Sparkline(props: {
  readonly values: readonly number[];
}): React.JSX.Element | null {
  if (props.values.filter(Number.isFinite).length < 2) return null;
  return (
    <svg
      className="jp-kf-sparkline"
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`}
      aria-hidden="true"
    >
      <polyline points={sparklinePoints(props.values)} />
    </svg>
  );
}
