/** The compiled conversion, as the bundle has it. */
const LIB = new URL('../controller/lib/core/notebook/', import.meta.url);

const { convert } = await import(new URL('convert.js', LIB));
const { readNotebook } = await import(new URL('document.js', LIB));
const { renderScript } = await import(new URL('render.js', LIB));
export const { createCellCache } = await import(new URL('cache.js', LIB));

/** From the text of a notebook to the script. */
export function convertText(text, path, cache) {
  return renderScript(convert(readNotebook(text, path), cache)).text;
}
