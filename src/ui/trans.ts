/** The catalogue of the page's language, for every component below a panel. */
import { nullTranslator, type TranslationBundle } from '@jupyterlab/translation';
import { createContext, useContext } from 'react';

export const Trans = createContext<TranslationBundle>(nullTranslator.load(''));

export function useTrans(): TranslationBundle {
  return useContext(Trans);
}
