/** A moment: relative within a day, absolute in its tooltip. */
import { absoluteText, momentText } from './format.js';
import { useTrans } from './trans.js';

export function Moment(props: {
  readonly time: number;
  readonly now: number;
}): React.JSX.Element {
  const trans = useTrans();
  return (
    <time
      className="jp-kf-time"
      dateTime={new Date(props.time).toISOString()}
      title={absoluteText(props.time)}
    >
      {momentText(trans, props.time, props.now)}
    </time>
  );
}
