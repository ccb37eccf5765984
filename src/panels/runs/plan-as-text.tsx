/** The plan as text: what it is, the script it runs, the command that does the same. */
import type { TranslationBundle } from '@jupyterlab/translation';
import {
  PLAN_ROUTES,
  type ManifestsAnswer,
  type Problem,
  type ProblemError
} from '@jupyterlab-kubeflow/protocol';
import { useEffect, useState } from 'react';
import type { PlanState } from '../../tokens.js';
import { commandLine } from '../../ui/command-line.js';
import { CopiedText } from '../../ui/copied-text.js';
import { Note } from '../../ui/note.js';
import { useTrans } from '../../ui/trans.js';
import { yamlText } from '../../ui/yaml.js';
import { ManifestEditor, type Draft } from './manifest-editor.js';
import type { PlanPartProps } from './options.js';

interface View {
  readonly label: string;
  /** Absent: the gateway has to be asked. */
  readonly text?: () => string;
  /** Whether it is to be changed. */
  readonly edit?: true;
}

function viewsOf(trans: TranslationBundle, state: PlanState): readonly View[] {
  const { answer, path = '', settings } = state;
  const script = answer?.script;
  return [
    { label: trans.__('YAML'), text: () => yamlText(answer?.plan) },
    ...(script === undefined
      ? []
      : [{ label: trans.__('Script'), text: () => script }]),
    ...(answer?.plan.cluster?.delivery.kind === 'inline'
      ? [{ label: trans.__('Manifests') }]
      : []),
    ...(answer?.plan.cluster
      ? [{ label: trans.__('Edit manifest'), edit: true } as const]
      : []),
    { label: trans.__('Command'), text: () => commandLine(path, settings) }
  ];
}

export function PlanAsText({ plan, copy }: PlanPartProps): React.JSX.Element {
  const [label, setLabel] = useState<string | undefined>();
  const [draft, setDraft] = useState<Draft>();
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
      {shown && (
        <Shown
          key={shown.label}
          plan={plan}
          copy={copy}
          view={shown}
          draft={draft}
          onDraft={setDraft}
          onDone={() => {
            setLabel(undefined);
          }}
        />
      )}
    </>
  );
}

interface ShownProps extends Pick<PlanPartProps, 'plan' | 'copy'> {
  readonly view: View;
  readonly draft: Draft | undefined;
  readonly onDraft: (draft: Draft | undefined) => void;
  readonly onDone: () => void;
}

function Shown({ view, ...props }: ShownProps): React.JSX.Element {
  const { plan, copy } = props;
  if (view.edit) return <ManifestEditor {...props} />;
  if (view.text) {
    return <CopiedText text={view.text()} label={view.label} copy={copy} />;
  }
  return <Manifests plan={plan} label={view.label} copy={copy} />;
}

/** What the cluster would be given, asked anew with every plan. */
function Manifests({
  plan,
  label,
  copy
}: Pick<PlanPartProps, 'plan' | 'copy'> & {
  readonly label: string;
}): React.JSX.Element {
  const trans = useTrans();
  const [made, setMade] = useState<ManifestsAnswer | Problem>();
  const { answer } = plan.state;
  useEffect(() => {
    let wanted = true;
    plan.ask(PLAN_ROUTES.manifests).then(
      value => {
        if (wanted) setMade(value as ManifestsAnswer);
      },
      (error: unknown) => {
        // The client rejects with nothing else.
        if (wanted) setMade((error as ProblemError).problem);
      }
    );
    return () => {
      wanted = false;
    };
  }, [plan, answer]);
  if (!made) return <p className="jp-kf-quiet">{trans.__('Asking the cluster …')}</p>;
  if ('sentence' in made) return <Note problem={made} />;
  const text = made.objects.map(object => `---\n${yamlText(object)}`).join('');
  return <CopiedText text={text} label={label} copy={copy} />;
}
