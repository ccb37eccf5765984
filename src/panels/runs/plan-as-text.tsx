/** The plan as text: what it is, the script it runs, the command that does the same. */
import type { TranslationBundle } from '@jupyterlab/translation';
import { useState } from 'react';
import type { PlanState } from '../../tokens.js';
import { commandLine } from '../../ui/command-line.js';
import { CopiedText } from '../../ui/copied-text.js';
import { useTrans } from '../../ui/trans.js';
import { yamlText } from '../../ui/yaml.js';
import type { PlanPartProps } from './options.js';

interface View {
  readonly label: string;
  readonly text: () => string;
}

function viewsOf(trans: TranslationBundle, state: PlanState): readonly View[] {
  const { answer, path = '', settings } = state;
  const script = answer?.script;
  return [
    { label: trans.__('YAML'), text: () => yamlText(answer?.plan) },
    ...(script === undefined
      ? []
      : [{ label: trans.__('Script'), text: () => script }]),
    { label: trans.__('Command'), text: () => commandLine(path, settings) }
  ];
}

export function PlanAsText({ plan, copy }: PlanPartProps): React.JSX.Element {
  const [label, setLabel] = useState<string | undefined>();
  const views = viewsOf(useTrans(), plan.state);
  const shown = views.find(view => view.label === label);
  return (
    <>
      <div className="jp-kf-views">
        {views.map(view => (
          <button
            key={view.label}
            type="button"
            className="jp-kf-link"
            aria-pressed={view === shown}
            onClick={() => {
              setLabel(view === shown ? undefined : view.label);
            }}
          >
            {view.label}
          </button>
        ))}
      </div>
      {shown && <CopiedText text={shown.text()} label={shown.label} copy={copy} />}
    </>
  );
}
