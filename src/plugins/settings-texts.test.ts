import { nullTranslator } from '@jupyterlab/translation';
import { describe, expect, it } from 'vitest';
import { translatedSchema } from './settings-texts.js';

const language = {
  ...nullTranslator.load('none'),
  gettext: (text: string) => text.toUpperCase()
};

/** A schema with a title, a setting with one, and a setting without. */
function schemaOf(titles: readonly [string, string], description: string) {
  const [title, ofSetting] = titles;
  return {
    title,
    description,
    type: 'object' as const,
    'jupyter.lab.transform': true,
    properties: {
      loud: { ...{ title: ofSetting }, type: 'boolean' as const, default: true },
      plain: { type: 'string' as const }
    }
  };
}

describe('the texts of settings', () => {
  it('are translated, and nothing else of the schema is changed', () => {
    const schema = schemaOf(['Runs', 'Loud'], 'How runs behave.');
    const expected = schemaOf(['RUNS', 'LOUD'], 'HOW RUNS BEHAVE.');
    expect(translatedSchema(language, schema)).toEqual(expected);
  });
});
