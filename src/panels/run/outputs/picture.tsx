/** A picture a run made; never more than a picture. */
import { sentenceText } from '../../../ui/messages.js';
import { useTrans } from '../../../ui/trans.js';
import { usePicture } from './use-file.js';

export interface PictureProps {
  readonly rank: number;
  readonly path: string;
  readonly label: string;
}

export function Picture({ rank, path, label }: PictureProps): React.JSX.Element {
  const trans = useTrans();
  const { value, problem } = usePicture({ rank, path });
  if (problem)
    return <p className="jp-kf-quiet-line">{sentenceText(trans, problem)}</p>;
  if (value === undefined) return <div className="jp-kf-picture-wait" />;
  return <img className="jp-kf-picture" src={value} alt={label} />;
}
