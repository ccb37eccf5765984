/** Quantities as Kubernetes writes them. */

/** Cores: `0.5` gives `500m`, `2` gives `2`; the API knows nothing below a thousandth. */
export function cpuQuantity(cores: number): string {
  const thousandths = Math.max(1, Math.round(cores * 1000));
  return thousandths % 1000 === 0
    ? String(thousandths / 1000)
    : `${String(thousandths)}m`;
}

const UNITS = ['', 'Ki', 'Mi', 'Gi', 'Ti'] as const;

/** Bytes, exactly, in the largest unit that divides them: `1073741824` gives `1Gi`. */
export function bytesQuantity(bytes: number): string {
  const last = UNITS.length - 1;
  let power = 0;
  let rest = bytes;
  while (power < last && rest > 0 && rest % 1024 === 0) {
    rest /= 1024;
    power += 1;
  }
  return `${String(rest)}${UNITS[power] ?? ''}`;
}
