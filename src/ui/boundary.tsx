/** Keeps what goes wrong in one part from taking the others with it. */
import { Component, type ReactNode } from 'react';
import { useTrans } from './trans.js';

export interface BoundaryProps {
  /** What a person calls the part. */
  readonly part: string;
  readonly children: ReactNode;
}

interface BoundaryState {
  readonly failed: boolean;
}

/** Shows its children; when they cannot be shown, says which part that is. */
export class Boundary extends Component<BoundaryProps, BoundaryState> {
  static getDerivedStateFromError(): BoundaryState {
    return { failed: true };
  }

  override state: BoundaryState = { failed: false };

  override render(): ReactNode {
    const { part, children } = this.props;
    if (!this.state.failed) return children;
    return <Failed part={part} onShow={this.showAgain} />;
  }

  private readonly showAgain = (): void => {
    this.setState({ failed: false });
  };
}

interface FailedProps {
  readonly part: string;
  readonly onShow: () => void;
}

function Failed({ part, onShow }: FailedProps): React.JSX.Element {
  const trans = useTrans();
  return (
    <div className="jp-kf-note" role="alert">
      <p className="jp-kf-note-sentence">
        {trans.__('This part cannot be shown: %1.', part)}
      </p>
      <p className="jp-kf-note-remedy">
        {trans.__(
          'Show it again; if it fails again, save your work and reload the page. Runs are not affected.'
        )}
      </p>
      <div className="jp-kf-note-actions">
        <button type="button" className="jp-kf-link" onClick={onShow}>
          {trans.__('Show again')}
        </button>
      </div>
    </div>
  );
}
