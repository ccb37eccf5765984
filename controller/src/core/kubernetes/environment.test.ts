import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isReserved, rankEnvironment, value } from './environment.js';
import type { ContainerEnv } from './objects.js';
import { inputOf } from './testing.js';

/** As the kubelet does it: `k8s.io/kubernetes/third_party/forked/golang/expansion`. */
function expanded(text: string, known: Readonly<Record<string, string>>): string {
  return text.replace(/\$(\$|\(([^)]*)\))/g, (all, next: string, name?: string) =>
    next === '$' ? '$' : (known[name ?? ''] ?? all)
  );
}

const input = inputOf('Job');
const { workload } = input;

function variables(sidecar = true): Record<string, ContainerEnv> {
  const env = rankEnvironment(input, [value('RANK', '1')], sidecar);
  return Object.fromEntries(env.map(one => [one.name, one]));
}

describe('the environment of a rank', () => {
  it('passes every value on as it is, though the kubelet expands references', () => {
    const texts = fc.array(fc.constantFrom('$', '$$', '(', ')', 'A', '$(A)', '\n'));
    fc.assert(
      fc.property(texts, parts => {
        const text = parts.join('');
        const { value: sent } = value('B', text);
        expect(expanded(sent ?? '', { A: 'wrong' })).toBe(text);
      })
    );
  });

  it('has the plan, the account and the run, and no mark for the log', () => {
    const env = variables();
    expect(env['PLAN']?.value).toBe('p');
    expect(env['HOME']?.value).toBe('/jkf/run/home');
    expect(env['JKF_RUN_ID']?.value).toBe('digits-x7k2m');
    expect(env['JKF_EVENTS']?.value).toBe('/jkf/run/events.jsonl');
    expect(env['JKF_PARAMETERS']?.value).toBe('{}');
    expect(env['JKF_EVENTS_IN_LOG']).toBeUndefined();
  });

  it('sends events into the log where no sidecar prints them', () => {
    expect(variables(false)['JKF_EVENTS_IN_LOG']?.value).toBe('1');
  });

  it('has each name once: the user goes before the account, the run before the user', () => {
    const env = rankEnvironment(
      {
        ...input,
        workload: {
          ...workload,
          env: [
            { from: 'value', name: 'HOME', value: '/data' },
            { from: 'value', name: 'PLAN', value: 'mine' },
            { from: 'value', name: 'RANK', value: '7' },
            { from: 'secret', name: 'KEY', object: 's', key: 'k' }
          ]
        }
      },
      [value('RANK', '1')],
      true
    );
    expect(new Set(env.map(({ name }) => name)).size).toBe(env.length);
    expect(env).toContainEqual({ name: 'HOME', value: '/data' });
    expect(env).toContainEqual({ name: 'PLAN', value: 'mine' });
    expect(env).toContainEqual({ name: 'RANK', value: '1' });
    expect(env).toContainEqual({
      name: 'KEY',
      valueFrom: { secretKeyRef: { name: 's', key: 'k' } }
    });
  });

  it.each(['JKF_EVENTS', 'PET_NNODES', 'TF_CONFIG', 'MASTER_ADDR', 'RANK'])(
    'reserves %s',
    name => {
      expect(isReserved(name)).toBe(true);
    }
  );

  it.each(['MASTER', 'RANKING', 'MY_JKF_X', 'HOME'])('leaves %s to the user', name => {
    expect(isReserved(name)).toBe(false);
  });
});
