/** Something shown by JupyterLab's own renderers, as untrusted: HTML is sanitized. */
import type { IRenderMime } from '@jupyterlab/rendermime';
import { Widget } from '@lumino/widgets';
import { useEffect, useRef } from 'react';
import { useTrans } from '../../../ui/trans.js';
import { useRunView } from '../context.js';
import { release } from '../release.js';
import type { CellOutput } from './notebook.js';

export function Rendered({ data, metadata }: CellOutput): React.JSX.Element {
  const { rendermime } = useRunView().options;
  const label = useTrans().__('Output of the cell');
  const node = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const host = node.current;
    const values = data as IRenderMime.IMimeModel['data'];
    const type = rendermime.preferredMimeType(values, 'ensure');
    if (!host || type === undefined) return undefined;
    const renderer = rendermime.createRenderer(type);
    const model = rendermime.createModel({
      data: values,
      metadata: metadata as IRenderMime.IMimeModel['metadata'],
      trusted: false
    });
    Widget.attach(renderer, host);
    void renderer.renderModel(model).then(() => {
      namePictures(host, label);
    });
    return () => {
      release(renderer);
    };
  }, [rendermime, data, metadata, label]);
  return <div ref={node} className="jp-kf-rendered" />;
}

/** Renderers leave pictures without a name. */
function namePictures(host: HTMLElement, label: string): void {
  for (const picture of host.querySelectorAll('img:not([alt])')) {
    picture.setAttribute('alt', label);
  }
}
