/** What people read of our settings, in their language. */
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { TranslationBundle } from '@jupyterlab/translation';

type Schema = ISettingRegistry.ISchema;

/** JupyterLab itself only takes the texts of settings from its language packs. */
export function translatedSchema(language: TranslationBundle, schema: Schema): Schema {
  const properties = Object.entries(schema.properties ?? {}).map(
    ([name, property]) =>
      [name, { ...property, ...translatedTexts(language, property) }] as const
  );
  return {
    ...schema,
    ...translatedTexts(language, schema),
    properties: Object.fromEntries(properties)
  };
}

interface Texts {
  readonly title?: string;
  readonly description?: string;
}

function translatedTexts(
  language: TranslationBundle,
  { title, description }: Texts
): Texts {
  return {
    ...(title === undefined ? {} : { title: language.gettext(title) }),
    ...(description === undefined ? {} : { description: language.gettext(description) })
  };
}
