/**
 * Draws plots with JupyterLab's own Vega, through its registry of renderers: no copy of
 * Vega comes with us. A new drawing is made out of sight and then put in the place of
 * the old one, so that a live plot neither jumps nor flashes.
 */
import type { IRenderMime, IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { Widget } from '@lumino/widgets';
import { release } from '../release.js';

const MIME_TYPE = 'application/vnd.vegalite.v5+json';

type Spec = Record<string, unknown>;

/** A live plot is drawn anew at most every so many milliseconds. */
const PACE = 1000;

/** Part of the time that drawing may take; the first drawing also loads Vega. */
const SHARE = 0.2;
const LONGEST_PACE = 2500;

export class PlotHost {
  private shown: IRenderMime.IRenderer | undefined;
  private wanted: Spec | undefined;
  private drawing = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private disposed = false;

  constructor(
    private readonly node: HTMLElement,
    private readonly registry: IRenderMimeRegistry
  ) {}

  /** Draws now, or soon: of several wishes the last one counts. */
  draw(spec: Spec): void {
    this.wanted = spec;
    if (!this.drawing && this.timer === undefined) void this.next();
  }

  dispose(): void {
    this.disposed = true;
    clearTimeout(this.timer);
    if (this.shown) release(this.shown);
  }

  private async next(): Promise<void> {
    const spec = this.wanted;
    this.wanted = undefined;
    if (!spec || this.disposed) return;
    this.drawing = true;
    const start = performance.now();
    try {
      await this.replace(spec);
    } finally {
      this.drawing = false;
      const share = (performance.now() - start) / SHARE;
      const rest = Math.min(LONGEST_PACE, Math.max(PACE, share));
      this.timer = setTimeout(() => {
        this.timer = undefined;
        void this.next();
      }, rest);
    }
  }

  private async replace(spec: Spec): Promise<void> {
    const renderer = await rendered(this.registry, spec, 'none');
    if (this.disposed) {
      renderer.dispose();
      return;
    }
    const before = this.shown;
    this.shown = renderer;
    Widget.attach(renderer, this.node);
    if (before) release(before);
  }
}

/** Whether this JupyterLab can draw plots. */
export function canPlot(registry: IRenderMimeRegistry): boolean {
  return registry.mimeTypes.includes(MIME_TYPE);
}

/** The plot as PNG, base64. */
export async function plotPng(
  registry: IRenderMimeRegistry,
  spec: Spec
): Promise<string | undefined> {
  let png: unknown;
  const renderer = await rendered(registry, spec, undefined, data => {
    png = data['image/png'];
  });
  renderer.dispose();
  return typeof png === 'string' ? png : undefined;
}

/** @param png - anything but `undefined` saves the renderer from making a picture */
async function rendered(
  registry: IRenderMimeRegistry,
  spec: Spec,
  png: string | undefined,
  onData: (data: Readonly<Record<string, unknown>>) => void = () => undefined
): Promise<IRenderMime.IRenderer> {
  const renderer = registry.createRenderer(MIME_TYPE);
  const data = {
    [MIME_TYPE]: spec,
    ...(png === undefined ? {} : { 'image/png': png })
  };
  const options = { actions: false, renderer: 'svg', scaleFactor: 2 };
  await renderer.renderModel({
    trusted: true,
    data: data as IRenderMime.IMimeModel['data'],
    metadata: { [MIME_TYPE]: { embed_options: options } },
    setData: ({ data: next }) => {
      if (next) onData(next);
    }
  });
  return renderer;
}
