import { describe, expect, it } from 'vitest';
import { ERROR_GROUPS, ERRORS } from './index.js';

const groups = Object.values(ERROR_GROUPS);

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
