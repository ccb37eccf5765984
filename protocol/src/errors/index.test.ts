import { describe, expect, it } from 'vitest';
import { ERRORS } from './index.js';
import { NOTEBOOK_ERRORS } from './notebook.js';
import { PLAN_ERRORS } from './plan.js';
import { RUN_ERRORS } from './run.js';

const groups = [NOTEBOOK_ERRORS, PLAN_ERRORS, RUN_ERRORS];

describe('the error table', () => {
  it('has each code once over all groups', () => {
    const rows = groups.flatMap(group => Object.keys(group));
    expect(new Set(rows).size).toBe(rows.length);
  });

  it.each(Object.entries(ERRORS))(
    '%s ends its sentence and says what to do',
    (_code, row) => {
      expect(row.sentence).toMatch(/[.!?}]$/);
      expect(row.remedy.trim()).not.toBe('');
      expect(row.status).toBeGreaterThanOrEqual(400);
    }
  );
});
