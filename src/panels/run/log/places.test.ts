import { describe, expect, it } from 'vitest';
import { placesIn } from './places.js';

describe('places in tracebacks', () => {
  it('are the runner’s and IPython’s', () => {
    const text = '  File "my digits.ipynb, cell 3", line 2, in <module>';
    const [place] = placesIn(text);
    expect(place).toMatchObject({ cell: 3, line: 2 });
    expect(text.slice(place?.start, place?.end)).toBe(
      'File "my digits.ipynb, cell 3", line 2'
    );
    expect(placesIn('Cell In[12], line 4')).toMatchObject([{ cell: 12, line: 4 }]);
  });

  it.each([
    'File "module.py", line 3',
    'File "x.ipynb, cell 0", line 1',
    'cell 3, line 2',
    ''
  ])('%j names none', text => {
    expect(placesIn(text)).toEqual([]);
  });
});
