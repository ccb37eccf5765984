/** The manifest of the plan's workload, to be changed as text. */
import { Button } from '@jupyterlab/ui-components';
import {
  PLAN_ROUTES,
  type EditedAnswer,
  type Problem,
  type ProblemError,
  type WorkloadAnswer
} from '@jupyterlab-kubeflow/protocol';
import { useEffect, useId, useRef, useState, type RefObject } from 'react';
import type { IPlan } from '../../tokens.js';
import { isKey } from '../../ui/keys.js';
import { Note } from '../../ui/note.js';
import { useTrans } from '../../ui/trans.js';
import { yamlText } from '../../ui/yaml.js';

/** A text that is being edited; kept by whoever shows the editor, so that looking elsewhere loses nothing. */
export interface Draft {
  readonly text: string;
  /** As it came. */
  readonly original: string;
}

export interface ManifestEditorProps {
  readonly plan: IPlan;
  readonly draft: Draft | undefined;
  readonly onDraft: (draft: Draft | undefined) => void;
  /** What was changed is in the settings now, or was given up. */
  readonly onDone: () => void;
}

type EditorProps = ManifestEditorProps & { readonly draft: Draft };

export function ManifestEditor(props: ManifestEditorProps): React.JSX.Element {
  const { draft } = props;
  const trans = useTrans();
  const problem = useManifest(props);
  if (problem) return <Note problem={problem} />;
  if (!draft) return <p className="jp-kf-quiet">{trans.__('Asking the cluster …')}</p>;
  return <Editor {...props} draft={draft} />;
}

/** Asks for the manifest of each plan, unless it is being changed. @returns why there is none */
function useManifest({
  plan,
  draft,
  onDraft
}: ManifestEditorProps): Problem | undefined {
  const [problem, setProblem] = useState<Problem>();
  const isChanged = draft !== undefined && draft.text !== draft.original;
  const { answer } = plan.state;
  useEffect(() => {
    let wanted = !isChanged;
    if (!wanted) return undefined;
    plan.ask(PLAN_ROUTES.workload).then(
      found => {
        const text = yamlText((found as WorkloadAnswer).manifest);
        if (!wanted) return;
        onDraft({ text, original: text });
        setProblem(undefined);
      },
      (error: unknown) => {
        // The client rejects with nothing else.
        if (wanted) setProblem((error as ProblemError).problem);
      }
    );
    return () => {
      wanted = false;
    };
  }, [plan, answer, isChanged]);
  return problem;
}

function Editor(props: EditorProps): React.JSX.Element {
  const { draft, onDraft } = props;
  const trans = useTrans();
  const [help, field] = [useId(), useRef<HTMLTextAreaElement>(null)];
  const applying = useApply(props, field);
  return (
    <div className="jp-kf-manifest">
      <p id={help} className="jp-kf-row-reason">
        {trans.__(
          'What you change here holds for every run of this notebook, whatever the form says, until it is undone.'
        )}
      </p>
      <textarea
        ref={field}
        className="jp-kf-manifest-text"
        aria-label={trans.__('Manifest')}
        aria-describedby={help}
        aria-invalid={applying.problem !== undefined}
        spellCheck={false}
        wrap="off"
        value={draft.text}
        onChange={event => {
          onDraft({ ...draft, text: event.target.value });
        }}
        onKeyDown={event => {
          if (isKey(event, 'Enter') && (event.ctrlKey || event.metaKey))
            applying.apply();
        }}
      />
      {applying.problem && <Note problem={applying.problem} />}
      <Actions {...props} {...applying} />
    </div>
  );
}

function Actions({
  onDraft,
  onDone,
  busy,
  apply
}: EditorProps & Applying): React.JSX.Element {
  const trans = useTrans();
  return (
    <div className="jp-kf-manifest-actions">
      <Button
        className="jp-mod-styled jp-mod-accept"
        aria-disabled={busy}
        title={trans.__('Use these changes (Ctrl+Enter)')}
        onClick={apply}
      >
        {busy ? trans.__('Checking …') : trans.__('Use changes')}
      </Button>
      <Button
        className="jp-mod-styled jp-mod-reject"
        onClick={() => {
          onDraft(undefined);
          onDone();
        }}
      >
        {trans.__('Discard')}
      </Button>
    </div>
  );
}

interface Applying {
  readonly problem: Problem | undefined;
  readonly busy: boolean;
  readonly apply: () => void;
}

/** Nothing of a text that is refused is taken, and the text stays. */
function useApply(
  { plan, draft, onDraft, onDone }: EditorProps,
  field: RefObject<HTMLTextAreaElement>
): Applying {
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const take = (path: string | undefined, answer: unknown): void => {
    // It is about the notebook that was asked about; another may be shown by now.
    if (plan.state.path !== path) return;
    const { patch } = answer as EditedAnswer;
    plan.update({ patch: patch.length > 0 ? patch : undefined });
    onDraft(undefined);
    onDone();
  };
  const refuse = (error: unknown): void => {
    const why = (error as ProblemError).problem;
    setProblem(why);
    setBusy(false);
    if (field.current) selectLine(field.current, Number(why.params['line']));
  };
  const apply = (): void => {
    if (busy) return;
    setBusy(true);
    const { path } = plan.state;
    plan.ask(PLAN_ROUTES.edited, { manifest: draft.text }).then(answer => {
      take(path, answer);
    }, refuse);
  };
  return { problem, busy, apply };
}

/** Selects a line, counted from 1, where the problem is at one. */
function selectLine(field: HTMLTextAreaElement, line: number): void {
  field.focus();
  if (!(line > 0)) return;
  const before = field.value.split('\n').slice(0, line - 1);
  const start = before.join('\n').length + (line > 1 ? 1 : 0);
  const [text = ''] = field.value.slice(start).split('\n');
  field.setSelectionRange(start, start + text.length);
}
