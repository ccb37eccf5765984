/** The executed notebook, read-only, a few cells after the other. */
import { Button } from '@jupyterlab/ui-components';
import type { OutputFile } from '@jupyterlab-kubeflow/protocol';
import { useEffect, useMemo, useState } from 'react';
import { sentenceText } from '../../../ui/messages.js';
import { useTrans } from '../../../ui/trans.js';
import { useRunView, type RunProps } from '../context.js';
import { useText } from '../outputs/use-file.js';
import { openCopy } from './copy.js';
import { fenced, readExecuted, type ExecutedCell } from './notebook.js';
import { Rendered } from './rendered.js';

interface ExecutedProps extends RunProps {
  readonly file: OutputFile;
}

export function ExecutedNotebook({ run, file }: ExecutedProps): React.JSX.Element {
  const trans = useTrans();
  const { options } = useRunView();
  const { value, problem } = useText(file);
  const cells = useCells(value);
  const [failed, setFailed] = useState(false);
  if (problem) return <p className="jp-kf-empty">{sentenceText(trans, problem)}</p>;
  if (value === undefined)
    return <p className="jp-kf-quiet">{trans.__('Loading …')}</p>;
  const open = async (): Promise<void> => {
    setFailed(!(await openCopy(options.docManager, run, value)));
  };
  return (
    <div className="jp-kf-executed">
      <div className="jp-kf-tab-controls">
        <Button
          small
          onClick={() => {
            void open();
          }}
        >
          {trans.__('Open as copy')}
        </Button>
        {failed && (
          <span role="alert">{trans.__('The copy cannot be written beside it.')}</span>
        )}
      </div>
      {cells ? (
        <Cells cells={cells} />
      ) : (
        <p className="jp-kf-empty">{trans.__('The executed notebook is damaged.')}</p>
      )}
    </div>
  );
}

function useCells(text: string | undefined): readonly ExecutedCell[] | undefined {
  return useMemo(() => {
    try {
      return readExecuted(text ?? '');
    } catch {
      return undefined;
    }
  }, [text]);
}

/** Cells drawn in one frame: rendering two thousand at once would freeze the page. */
const PER_FRAME = 10;

function Cells(props: { readonly cells: readonly ExecutedCell[] }): React.JSX.Element {
  const { cells } = props;
  const [count, setCount] = useState(PER_FRAME);
  useEffect(() => {
    if (count >= cells.length) return undefined;
    const frame = requestAnimationFrame(() => {
      setCount(count + PER_FRAME);
    });
    return () => {
      cancelAnimationFrame(frame);
    };
  }, [count, cells]);
  return (
    <>
      {cells.slice(0, count).map((cell, index) => (
        <Cell key={index} cell={cell} />
      ))}
    </>
  );
}

function Cell({ cell }: { readonly cell: ExecutedCell }): React.JSX.Element {
  const source = useMemo(() => {
    const text = cell.type === 'markdown' ? cell.source : fenced(cell.source, 'python');
    return { data: { 'text/markdown': text }, metadata: {} };
  }, [cell]);
  return (
    <div className="jp-kf-executed-cell" data-type={cell.type}>
      {cell.type === 'code' && (
        <span className="jp-kf-executed-count">[{cell.count ?? ' '}]:</span>
      )}
      <div className="jp-kf-executed-content">
        <div className="jp-kf-executed-source">
          <Rendered {...source} />
        </div>
        {cell.outputs.map((output, index) => (
          <Rendered key={index} {...output} />
        ))}
      </div>
    </div>
  );
}
