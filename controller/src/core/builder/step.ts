/** What a builder does at the moment, told by a line of its log. */

/** Longest text that fits a line of a narrow panel. */
const LONGEST = 60;

/** @returns undefined for lines that tell of no step */
export function stepIn(line: string): string | undefined {
  // BuildKit: `#7 [2/3] RUN apt-get update …`, `#9 exporting to image`.
  const buildkit =
    /^#\d+ (?:\[[^\]]*\d\/\d+\] (.+)|(exporting to image|pushing layers))$/;
  // Kaniko: `INFO[0004] RUN apt-get update …`.
  const kaniko = /^INFO\[\d+\] ((?:RUN|COPY|ADD|FROM|ENV|USER|WORKDIR)\b.+)$/;
  const [, step, other] = buildkit.exec(line) ?? kaniko.exec(line) ?? [];
  const text = step ?? other;
  if (text === undefined) return undefined;
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 2)} …` : text;
}
