/** The builder gives the text of these files. */
declare module '*.svg' {
  const text: string;
  export default text;
}

declare module '*.ipynb' {
  const text: string;
  export default text;
}
