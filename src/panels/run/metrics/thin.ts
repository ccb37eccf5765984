/** Fewer points that look the same: of each stretch its lowest and its highest. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * At most about `most` points. First and last stay, and so does every peak; what is not
 * finite (a loss that became NaN) cannot be drawn and is left out.
 */
export function thin(
  xs: readonly number[],
  ys: readonly number[],
  most: number
): Point[] {
  const points = pointsOf(xs, ys);
  if (points.length <= most) return points;
  const stretches = Math.max(1, Math.floor(most / 2) - 1);
  const size = (points.length - 2) / stretches;
  const kept = Array.from({ length: stretches }, (_, index) => {
    const start = 1 + Math.floor(index * size);
    const end = 1 + Math.floor((index + 1) * size);
    return extremes(points.slice(start, end));
  });
  return [...points.slice(0, 1), ...kept.flat(), ...points.slice(-1)];
}

function pointsOf(xs: readonly number[], ys: readonly number[]): Point[] {
  const points: Point[] = [];
  ys.forEach((y, index) => {
    const x = xs[index];
    if (x !== undefined && Number.isFinite(x) && Number.isFinite(y))
      points.push({ x, y });
  });
  return points;
}

/** Lowest and highest, in the order they stand. */
function extremes(points: readonly Point[]): Point[] {
  let low = 0;
  let high = 0;
  points.forEach(({ y }, index) => {
    if (y < (points[low]?.y ?? y)) low = index;
    if (y > (points[high]?.y ?? y)) high = index;
  });
  const places = low === high ? [low] : [Math.min(low, high), Math.max(low, high)];
  return places.flatMap(place => points[place] ?? []);
}
