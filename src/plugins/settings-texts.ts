/** What people read of our settings, in their language. */
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { TranslationBundle } from '@jupyterlab/translation';

/** The settings of a plugin, with their texts translated where JupyterLab shows them. */
export function settingsOf(
  registry: ISettingRegistry | null,
  id: string,
  language: TranslationBundle
): Promise<ISettingRegistry.ISettings> | undefined {
  // JupyterLab only takes the translation of settings from its language packs.
  registry?.transform(id, {
    fetch: plugin => ({ ...plugin, schema: translatedSchema(language, plugin.schema) })
  });
  return registry?.load(id);
}

type Schema = ISettingRegistry.ISchema;

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
