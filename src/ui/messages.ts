/**
 * Sentences of the back end in the language of the page: the English template of a
 * code is looked up in the catalogue, then its holes are filled.
 */
import {
  ERRORS,
  REASONS,
  fill,
  type Message,
  type Problem
} from '@jupyterlab-kubeflow/protocol';
import type { TranslationBundle } from '@jupyterlab/translation';

type Params = Message['params'];

const reasons: Readonly<Record<string, string>> = REASONS;
const errors: Readonly<Record<string, { sentence: string; remedy: string }>> = ERRORS;

/**
 * Codes this page does not know, and rows whose holes have other names than here, keep
 * the sentence they came with.
 */
function translated(
  catalogue: TranslationBundle,
  template: string | undefined,
  params: Params,
  text: string
): string {
  if (template === undefined) return text;
  const holes = [...template.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const fits = holes.every(name => name in params);
  return fits ? fill(catalogue.gettext(template), params) : text;
}

export function messageText(catalogue: TranslationBundle, message: Message): string {
  const template = reasons[message.code] ?? errors[message.code]?.sentence;
  return translated(catalogue, template, message.params, message.text);
}

export function sentenceText(catalogue: TranslationBundle, problem: Problem): string {
  const template = errors[problem.code]?.sentence;
  return translated(catalogue, template, problem.params, problem.sentence);
}

export function remedyText(catalogue: TranslationBundle, problem: Problem): string {
  const template = errors[problem.code]?.remedy;
  return translated(catalogue, template, problem.params, problem.remedy);
}
