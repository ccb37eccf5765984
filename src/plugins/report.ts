/** Shows what went wrong where no panel does. */
import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ProblemError } from '@jupyterlab-kubeflow/protocol';

/** Milliseconds a sentence stays that has to be read and acted on. */
const SHOWN = 15_000;

/** The tables of sentences are loaded when there is something to say. */
export async function report(trans: TranslationBundle, error: unknown): Promise<void> {
  if (!(error instanceof ProblemError)) throw error;
  const { remedyText, sentenceText } = await import('../ui/messages.js');
  const { problem } = error;
  const text = `${sentenceText(trans, problem)} ${remedyText(trans, problem)}`;
  Notification.error(text, { autoClose: SHOWN });
}

/** Resolves to nothing, and says why, when the work fails with a problem. */
export async function attempt<T>(
  trans: TranslationBundle,
  work: () => Promise<T>
): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    await report(trans, error);
    return undefined;
  }
}
