/** Colours and fonts of the theme, for what is drawn without CSS. */
import { useEffect, useState } from 'react';
import type { PlotLook } from './metrics/spec.js';
import { RANK_COLOURS } from './log/log-row.js';

export interface Look extends PlotLook {
  /** Colours of ranks, as in the log. */
  readonly ranks: readonly string[];
}

/** The variables that `run-log.css` gives ranks; in the same order. */
const RANK_VARIABLES = ['def', 'keyword', 'operator', 'variable-3', 'number', 'string'];

function currentLook(): Look {
  const style = getComputedStyle(document.body);
  const value = (name: string): string => style.getPropertyValue(name).trim();
  return {
    text: value('--jp-ui-font-color1'),
    grid: value('--jp-border-color2'),
    font: value('--jp-ui-font-family'),
    ranks: RANK_VARIABLES.slice(0, RANK_COLOURS).map(name =>
      value(`--jp-mirror-editor-${name}-color`)
    )
  };
}

/** Anew when the theme changes. */
export function useLook(): Look {
  const [look, setLook] = useState(currentLook);
  useEffect(() => {
    const observer = new MutationObserver(() => {
      setLook(currentLook());
    });
    const attributeFilter = ['data-jp-theme-name', 'data-jp-theme-light'];
    observer.observe(document.body, { attributes: true, attributeFilter });
    return () => {
      observer.disconnect();
    };
  }, []);
  return look;
}
