/** One metric as a plot. */
import { downloadIcon } from '@jupyterlab/ui-components';
import { useEffect, useMemo, useRef } from 'react';
import { numberText } from '../../../ui/format.js';
import { IconButton } from '../../../ui/icon-button.js';
import { useTrans } from '../../../ui/trans.js';
import { useRunView } from '../context.js';
import { save } from '../save.js';
import { useSize } from '../log/use-size.js';
import { useLook } from '../look.js';
import { canPlot, PlotHost, plotPng } from './plot-host.js';
import { plotSpec, type Axis, type PlotLine } from './spec.js';

/** Pixels. */
const HEIGHT = 240;

export interface PlotProps {
  readonly name: string;
  readonly axis: Axis;
  readonly lines: readonly PlotLine[];
  /** How many values there are: the plot is drawn anew when there are more. */
  readonly count: number;
  /** What the values count. @default name */
  readonly unit?: string;
  /** Beside the name. @default last value of the first line */
  readonly text?: string;
  /** Pixels. @default 240 */
  readonly height?: number;
  /** The axis begins at 0. @default false */
  readonly fromZero?: boolean;
}

export function Plot(props: PlotProps): React.JSX.Element {
  const { name, height = HEIGHT } = props;
  const trans = useTrans();
  const { options, session } = useRunView();
  const node = useRef<HTMLDivElement>(null);
  const spec = useSpec(props, useSize(node).width);
  usePlotHost(node, spec);
  const download = async (): Promise<void> => {
    const png = spec && (await plotPng(options.rendermime, spec));
    if (png) save(`data:image/png;base64,${png}`, `${session.id}-${name}.png`);
  };
  const text = props.text ?? lastText(props);
  return (
    <figure className="jp-kf-plot">
      <figcaption>
        <span className="jp-kf-plot-name">{name}</span>
        <span className="jp-kf-plot-value">{text}</span>
        <IconButton
          icon={downloadIcon}
          label={trans.__('Download the plot of %1 as PNG', name)}
          onClick={() => {
            void download();
          }}
        />
      </figcaption>
      <div role="img" aria-label={trans.__('%1: last value %2', name, text)}>
        <div
          ref={node}
          className="jp-kf-plot-area"
          style={{ height }}
          aria-hidden="true"
        />
      </div>
    </figure>
  );
}

function lastText({ lines }: PlotProps): string {
  const last = lines[0]?.series.values.at(-1);
  return last === undefined ? '' : numberText(last);
}

function useSpec(
  { name, axis, lines, count, unit = name, ...props }: PlotProps,
  width: number
): Record<string, unknown> | undefined {
  const { height = HEIGHT, fromZero = false } = props;
  const trans = useTrans();
  const look = useLook();
  const which = lines.map(({ label }) => label).join();
  return useMemo(() => {
    if (width === 0) return undefined;
    const xTitle = axis === 'step' ? trans.__('step') : trans.__('seconds');
    const legendTitle = trans.__('rank');
    const titles = { xTitle, yTitle: unit, legendTitle };
    return plotSpec({ lines, axis, ...titles, fromZero, width, height, look });
    // The series grow in place: their number of values tells.
  }, [count, which, axis, width, height, look, unit, fromZero, trans]);
}

function usePlotHost(
  node: React.RefObject<HTMLElement>,
  spec: Record<string, unknown> | undefined
): void {
  const { rendermime } = useRunView().options;
  const host = useRef<PlotHost>();
  useEffect(() => {
    if (!node.current || !canPlot(rendermime)) return undefined;
    const made = new PlotHost(node.current, rendermime);
    host.current = made;
    return () => {
      made.dispose();
    };
  }, [node, rendermime]);
  useEffect(() => {
    if (spec) host.current?.draw(spec);
  }, [spec]);
}
