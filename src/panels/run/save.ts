/** Downloads. */

/** @param name - empty: what the server says */
export function save(url: string, name: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
}

/** Milliseconds a browser may take to begin a download. */
const REVOKED_AFTER = 60_000;

export function saveText(parts: readonly string[], name: string): void {
  const url = URL.createObjectURL(new Blob([...parts], { type: 'text/plain' }));
  save(url, name);
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, REVOKED_AFTER);
}
