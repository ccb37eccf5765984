/** What ticking a file means for the settings. */
import type { Settings } from '@jupyterlab-kubeflow/protocol';

/** Ships a file that was left out, or leaves out one that was found. */
export function switchFile(settings: Settings, path: string, on: boolean): Settings {
  const without = (list: readonly string[]): string[] =>
    list.filter(entry => entry !== path);
  const include = without(settings.include);
  const exclude = without(settings.exclude);
  return {
    ...settings,
    include: on ? [...include, path] : include,
    exclude: on ? exclude : [...exclude, path]
  };
}
