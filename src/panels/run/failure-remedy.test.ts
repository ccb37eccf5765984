import { nullTranslator } from '@jupyterlab/translation';
import { describe, expect, it } from 'vitest';
import { ERRORS, type Problem } from '@jupyterlab-kubeflow/protocol';
import { failureRemedy } from './failure-remedy.js';

const trans = nullTranslator.load('');

const why = (code: keyof typeof ERRORS): Problem => ({
  code,
  sentence: ERRORS[code].sentence,
  remedy: ERRORS[code].remedy,
  params: { id: 'a-1', log: '/runs/a-1/supervisor.log' }
});

describe('what to do about a failed run', () => {
  const ends = Object.keys(ERRORS).filter(code =>
    /^run-(?:failed|file|rank|supervisor)-/.test(code)
  ) as (keyof typeof ERRORS)[];

  it.each(ends)('of %s names no command of the terminal in the page', code => {
    expect(failureRemedy(trans, why(code))).not.toContain('jkf ');
  });

  it('names the file that tells more', () => {
    expect(failureRemedy(trans, why('run-supervisor-failed'))).toBe(
      'Its log is /runs/a-1/supervisor.log. Run it again.'
    );
  });

  it('is that of the error table where the page has no other', () => {
    expect(failureRemedy(trans, why('run-rank-killed'))).toBe(
      ERRORS['run-rank-killed'].remedy
    );
  });
});
