/** Prints the milliseconds of the first conversion of a process: a notebook of 1,000 cells. */
import { convertText } from './jkf.mjs';
import { notebookText, ordinaryCells } from './notebooks.mjs';

const text = notebookText(ordinaryCells(1000));
const started = performance.now();
convertText(text, 'thousand.ipynb');
process.stdout.write(String(performance.now() - started));
