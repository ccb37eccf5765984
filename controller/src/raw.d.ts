/** Text files bundled as strings: webpack and vitest both understand the `?raw` suffix. */
declare module '*?raw' {
  const text: string;
  export default text;
}
