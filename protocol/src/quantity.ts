/** Quantities as people read them. */

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** `34816` gives `34 KiB`; one decimal below ten, none from ten on. */
export function bytesText(bytes: number): string {
  const power = Math.min(
    UNITS.length - 1,
    bytes > 0 ? Math.max(0, Math.floor(Math.log2(bytes) / 10)) : 0
  );
  const value = bytes / 1024 ** power;
  const digits = power > 0 && value < 10 ? 1 : 0;
  return `${value.toFixed(digits)} ${UNITS[power] ?? ''}`;
}

const POWERS = ['', 'k', 'm', 'g', 't'];

/**
 * Bytes of `500MiB`, `1.5 GiB`, `10g` or `4096`; units are powers of 1024. `undefined`
 * for what is no size, and for none at all.
 */
export function readBytes(text: string): number | undefined {
  const [, amount, unit = ''] =
    /^(\d+(?:\.\d+)?)\s*([kmgt]?)(?:i?b)?$/i.exec(text.trim()) ?? [];
  const bytes = Math.round(Number(amount) * 1024 ** POWERS.indexOf(unit.toLowerCase()));
  return bytes > 0 && Number.isSafeInteger(bytes) ? bytes : undefined;
}

/** As `readBytes` reads it without loss: `1536MiB`; `bytesText` rounds. */
export function exactBytes(bytes: number): string {
  const power = POWERS.findLastIndex((_, i) => bytes > 0 && bytes % 1024 ** i === 0);
  const best = Math.max(0, power);
  return `${String(bytes / 1024 ** best)}${best === 0 ? '' : (UNITS[best] ?? '')}`;
}
