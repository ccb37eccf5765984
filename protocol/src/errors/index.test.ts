import { describe, expect, it } from 'vitest';
import { CLI_ERRORS } from './cli.js';
import { GATEWAY_ERRORS } from './gateway.js';
import { ERRORS } from './index.js';
import { NOTEBOOK_ERRORS } from './notebook.js';
import { PAGE_ERRORS } from './page.js';
import { PLAN_ERRORS } from './plan.js';
import { RUN_ERRORS } from './run.js';

const groups = [
  NOTEBOOK_ERRORS,
  PLAN_ERRORS,
  RUN_ERRORS,
  CLI_ERRORS,
  PAGE_ERRORS,
  GATEWAY_ERRORS
];

describe('the error table', () => {
  it('has each code once over all groups', () => {
    const rows = groups.flatMap(group => Object.keys(group));
    expect(new Set(rows).size).toBe(rows.length);
    expect(rows.sort()).toEqual(Object.keys(ERRORS).sort());
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
