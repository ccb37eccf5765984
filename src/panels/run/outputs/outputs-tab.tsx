/** What the run made: figures to look at, files to look into and take away. */
import type { Run } from '@jupyterlab-kubeflow/protocol';
import { useTrans } from '../../../ui/trans.js';
import { useRunView, type RunProps } from '../context.js';
import { isActive } from '@jupyterlab-kubeflow/protocol';
import type { Figure } from '../story.js';
import { DownloadButton } from './download-button.js';
import { isOwn, previewOf } from './files.js';
import { Files } from './files-table.js';
import { OpenButton } from './open-button.js';
import { Picture } from './picture.js';

export default function OutputsTab({ run }: RunProps): React.JSX.Element {
  const trans = useTrans();
  const { session } = useRunView();
  const { figures } = session.story;
  const files = (session.detail?.outputs ?? []).filter(file => !isOwn(file));
  if (figures.length + files.length === 0) return <NoOutputs run={run} />;
  return (
    <div className="jp-kf-outputs">
      {figures.length > 0 && (
        <section>
          <h2>{trans.__('Figures')}</h2>
          <div className="jp-kf-figures">
            {figures.map(figure => (
              <FigureView
                key={`${String(figure.rank)}/${figure.path}`}
                figure={figure}
                run={run}
              />
            ))}
          </div>
        </section>
      )}
      {files.length > 0 && <Files run={run} files={files} />}
    </div>
  );
}

function NoOutputs({ run }: RunProps): React.JSX.Element {
  const trans = useTrans();
  return (
    <p className="jp-kf-empty">
      {isActive(run)
        ? trans.__('No figures or files yet.')
        : trans.__('The run made no figures and no files.')}
    </p>
  );
}

interface FigureProps {
  readonly run: Run;
  readonly figure: Figure;
}

export function FigureView({ run, figure }: FigureProps): React.JSX.Element {
  const trans = useTrans();
  const { rank, cell, path } = figure;
  const label =
    run.ranks.length > 1
      ? trans.__('rank %1, cell %2', rank, cell)
      : trans.__('cell %1', cell);
  return (
    <figure className="jp-kf-figure">
      {previewOf({ path, size: 0 }) === 'image' && (
        <Picture rank={rank} path={path} label={trans.__('Figure of %1', label)} />
      )}
      <figcaption>
        <span>{label}</span>
        <OpenButton run={run} file={{ rank, path, size: 0 }} />
        <DownloadButton rank={rank} path={path} />
      </figcaption>
    </figure>
  );
}
