/** Our catalogue, from whatever translator there is. */
import {
  nullTranslator,
  type ITranslator,
  type TranslationBundle
} from '@jupyterlab/translation';
import { TRANSLATION_DOMAIN } from '../tokens.js';

export function catalogue(translator: ITranslator | null): TranslationBundle {
  return (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
}
