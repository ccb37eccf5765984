import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  ProblemError,
  problem,
  type PlanAnswer,
  type PlanBody,
  type Problem,
  type Run,
  type Settings
} from '@jupyterlab-kubeflow/protocol';
import type { INotebookSource } from '../tokens.js';
import { PlanModel } from './plan-model.js';

/** A notebook in an editor. */
class Editor implements INotebookSource {
  unsaved = false;
  metadata: unknown;

  constructor(
    public path: string,
    public text = ''
  ) {}

  read() {
    return { text: this.text, unsaved: this.unsaved };
  }

  remembered(): unknown {
    return this.metadata;
  }

  remember(settings: Settings | undefined): void {
    this.metadata = settings;
  }
}

/** A question the back end has got and not yet answered. */
interface Question {
  readonly body: PlanBody;
  readonly signal: AbortSignal;
  readonly answer: (name: string) => Promise<void>;
  readonly refuse: (error: Error) => Promise<void>;
}

const planNamed = (name: string): PlanAnswer =>
  ({ plan: { name }, ready: true }) as PlanAnswer;

function setUp(stored: Record<string, unknown> = {}) {
  const questions: Question[] = [];
  const launches: PlanBody[] = [];
  const ids: string[] = [];
  const faults: Problem[] = [];
  const settle = () => vi.advanceTimersByTimeAsync(0);
  const model = new PlanModel({
    plan: (body, signal) =>
      new Promise((resolve, reject) => {
        questions.push({
          body,
          signal,
          answer: name => (resolve(planNamed(name)), settle()).then(() => undefined),
          refuse: error => (reject(error), settle()).then(() => undefined)
        });
      }),
    ask: () => Promise.reject(new Error('not in this test')),
    prepare: () => Promise.resolve(false),
    launch: (body, id) => {
      launches.push(body);
      ids.push(id);
      const fault = faults.shift();
      if (fault) return Promise.reject(new ProblemError(fault));
      return Promise.resolve({ id } as Run);
    },
    store: {
      load: path => Promise.resolve(stored[path]),
      save: (path, settings) => {
        stored[path] = settings;
      }
    }
  });
  return { model, questions, launches, ids, faults, stored };
}

const rest = () => vi.advanceTimersByTimeAsync(1000);

/** A watched model that shows a notebook and has its plan. */
async function shown(stored: Record<string, unknown> = {}) {
  const all = setUp(stored);
  const editor = new Editor('a.ipynb', 'x = 1');
  all.model.watch();
  await all.model.show(editor);
  await rest();
  await all.questions[0]?.answer('a');
  return { ...all, editor };
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('the plan of the active notebook', () => {
  it('is asked for only while somebody watches', async () => {
    const { model, questions } = setUp();
    await model.show(new Editor('a.ipynb'));
    await rest();
    expect(questions).toHaveLength(0);
    model.watch();
    await rest();
    expect(questions).toHaveLength(1);
  });

  it('is asked for once after many changes', async () => {
    const { model, questions, editor } = await shown();
    for (const text of ['x = 2', 'x = 23', 'x = 234']) {
      editor.text = text;
      model.touch();
    }
    await rest();
    expect(questions).toHaveLength(2);
  });

  it('is not asked for when only outputs have changed', async () => {
    const { model, questions } = await shown();
    model.touch();
    await rest();
    expect(questions).toHaveLength(1);
    expect(model.state).toMatchObject({ computing: false, answer: planNamed('a') });
  });

  it('sends the text of an unsaved notebook only', async () => {
    const { model, questions, editor } = await shown();
    expect(questions[0]?.body).not.toHaveProperty('text');
    editor.unsaved = true;
    editor.text = 'x = 2';
    model.touch();
    await rest();
    expect(questions[1]?.body.text).toBe('x = 2');
  });

  it('takes the answer to its last question and aborts the others', async () => {
    const { model, questions, editor } = await shown();
    editor.text = 'x = 2';
    model.touch();
    await rest();
    editor.text = 'x = 3';
    model.touch();
    await rest();
    await questions[2]?.answer('third');
    await questions[1]?.answer('second');
    expect(questions[1]?.signal.aborted).toBe(true);
    expect(model.state.answer).toEqual(planNamed('third'));
  });

  it('does not show the answer for a notebook that was left', async () => {
    const { model, questions } = setUp();
    model.watch();
    await model.show(new Editor('a.ipynb'));
    await rest();
    await model.show(new Editor('b.ipynb'));
    await questions[0]?.answer('a');
    expect(model.state).toMatchObject({ path: 'b.ipynb', answer: undefined });
  });

  it('says why there is none', async () => {
    const { model, questions, editor } = await shown();
    editor.text = 'broken';
    model.touch();
    await rest();
    const why = problem('notebook-empty', { path: 'a.ipynb' });
    await questions[1]?.refuse(new ProblemError(why));
    expect(model.state).toMatchObject({ answer: undefined, problem: why });
  });
});

describe('the settings of a notebook', () => {
  it('are those last chosen, before those it remembers', async () => {
    const { model } = setUp({ 'a.ipynb': { ranks: 3 } });
    const editor = new Editor('a.ipynb');
    editor.metadata = { ranks: 2, framework: 'torch' };
    await model.show(editor);
    expect(model.state).toMatchObject({ settings: { ranks: 3 }, remembered: true });
    expect(model.state.settings).not.toHaveProperty('framework');
  });

  it('are stored when they change, and go into the notebook only on request', async () => {
    const { model, stored, editor } = await shown();
    model.update({ ranks: 4 });
    expect(stored['a.ipynb']).toMatchObject({ ranks: 4 });
    expect(editor.metadata).toBeUndefined();
    model.remember(true);
    model.update({ ranks: 5 });
    expect(editor.metadata).toMatchObject({ ranks: 5 });
    model.remember(false);
    expect(editor.metadata).toBeUndefined();
  });

  it('change the plan', async () => {
    const { model, questions } = await shown();
    model.update({ ranks: 4 });
    await rest();
    expect(questions[1]?.body.settings.ranks).toBe(4);
    await questions[1]?.answer('four');
    model.reset();
    await rest();
    expect(questions[2]?.body.settings).not.toHaveProperty('ranks');
  });

  it('that are changed back bring the plan back, and no late answer', async () => {
    const { model, questions } = await shown();
    model.update({ ranks: 4 });
    await rest();
    model.reset();
    await rest();
    await questions[1]?.answer('four');
    expect(questions).toHaveLength(2);
    expect(model.state).toMatchObject({ answer: planNamed('a'), computing: false });
  });

  it('follow the notebook to its new name', async () => {
    const { model, stored, editor } = await shown();
    model.update({ ranks: 4 });
    editor.path = 'b.ipynb';
    model.renamed();
    expect(model.state.path).toBe('b.ipynb');
    expect(stored['b.ipynb']).toMatchObject({ ranks: 4 });
  });
});

describe('launching', () => {
  it('twice at once starts one run', async () => {
    const { model, launches } = await shown();
    const [one, other] = await Promise.all([model.launch(), model.launch()]);
    expect(one).toBe(other);
    expect(launches).toHaveLength(1);
    expect(one.id).toMatch(/^a-[a-z0-9]{5}$/);
    expect(model.state.launching).toBe(false);
  });

  it('again after a lost answer asks for the same run, changed work for another', async () => {
    const { model, launches, editor, ids, faults } = await shown();
    faults.push(...Array.from({ length: 4 }, () => problem('gateway-lost', {})));
    const press = () => Promise.all([model.launch().catch(() => undefined), rest()]);
    await press();
    await press();
    expect(launches).toHaveLength(4);
    expect(new Set(ids).size).toBe(1);
    editor.text = 'x = 2';
    await press();
    expect(new Set(ids).size).toBe(2);
  });

  it('waits for the plan of what the notebook is now', async () => {
    const { model, questions, editor } = await shown();
    editor.text = 'x = 2';
    const run = model.launchSettled('a.ipynb');
    await vi.advanceTimersByTimeAsync(0);
    await questions[1]?.answer('now');
    expect((await run)?.id).toMatch(/^now-/);
  });

  it('starts nothing when another notebook came while the plan was computed', async () => {
    const { model, questions, launches, editor } = await shown();
    editor.text = 'x = 2';
    const run = model.launchSettled('a.ipynb');
    await vi.advanceTimersByTimeAsync(0);
    await model.show(new Editor('b.ipynb'));
    await rest();
    // Those that are asked meanwhile, too.
    for (const question of questions) await question.answer('late');
    expect(await run).toBeUndefined();
    expect(model.state).toMatchObject({ path: 'b.ipynb', answer: planNamed('late') });
    expect(launches).toEqual([]);
  });

  it('starts nothing when there is no plan', async () => {
    const { model, questions, launches, editor } = await shown();
    editor.text = 'broken';
    const run = model.launchSettled('a.ipynb');
    await vi.advanceTimersByTimeAsync(0);
    const why = problem('notebook-empty', { path: 'a.ipynb' });
    await questions[1]?.refuse(new ProblemError(why));
    expect(await run).toBeUndefined();
    expect(launches).toEqual([]);
  });

  it('of another notebook does not stand for a start that is under way', async () => {
    const { model, questions, launches } = await shown();
    const first = model.launch();
    await model.show(new Editor('b.ipynb'));
    await rest();
    await questions[1]?.answer('b');
    const [one, other] = await Promise.all([first, model.launch()]);
    expect(other.id).not.toBe(one.id);
    expect(launches.map(({ path }) => path)).toEqual(['a.ipynb', 'b.ipynb']);
    expect(model.state.launching).toBe(false);
  });
});
