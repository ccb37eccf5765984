import { describe, expect, it } from 'vitest';
import { kubeconfigOf, mergeKubeconfigs } from './kubeconfig.js';
import { inClusterTarget, renewalOf, targetsOf, userKindOf } from './target.js';

const file = (path: string, value: object) => kubeconfigOf({ path, value });

const work = file('/home/me/.kube/config', {
  'current-context': 'dev',
  contexts: [
    { name: 'dev', context: { cluster: 'dev', user: 'me', namespace: 'ada' } },
    { name: 'gone', context: { cluster: 'none', user: 'none' } }
  ],
  clusters: [{ name: 'dev', cluster: { server: 'https://dev:6443' } }],
  users: [{ name: 'me', user: { token: 'secret' } }]
});

describe('targets', () => {
  it('are the contexts with their namespace, the current one marked', () => {
    expect(targetsOf(work)).toEqual([
      {
        context: 'dev',
        namespace: 'ada',
        cluster: 'dev',
        server: 'https://dev:6443',
        user: 'me',
        userKind: 'token',
        current: true
      },
      {
        context: 'gone',
        namespace: 'default',
        cluster: 'none',
        server: '',
        user: 'none',
        userKind: 'anonymous',
        current: false
      }
    ]);
  });

  it('hold no secret', () => {
    expect(JSON.stringify(targetsOf(work))).not.toContain('secret');
  });

  it('of several files: the first that names something wins, as for kubectl', () => {
    const other = file('/etc/other', {
      'current-context': 'other',
      contexts: [
        { name: 'other', context: { cluster: 'dev', user: 'me' } },
        { name: 'dev', context: { cluster: 'dev', user: 'me', namespace: 'late' } }
      ],
      clusters: [{ name: 'dev', cluster: { server: 'https://late' } }]
    });
    const targets = targetsOf(mergeKubeconfigs([work, other]));
    expect(targets.map(({ context, namespace }) => [context, namespace])).toEqual([
      ['dev', 'ada'],
      ['gone', 'default'],
      ['other', 'default']
    ]);
    expect(targets[2]).toMatchObject({ server: 'https://dev:6443', current: false });
  });

  it.each([[null], ['text'], [[]], [{ contexts: 'none' }], [{ contexts: [null, 1] }]])(
    'of a file that says %j: none',
    value => {
      expect(targetsOf(kubeconfigOf({ path: 'x', value }))).toEqual([]);
    }
  );

  it.each([
    [{ token: 't', username: 'u' }, 'token'],
    [{ tokenFile: '/t' }, 'token'],
    [{ username: 'u', password: 'p' }, 'basic'],
    [{ exec: { command: 'aws' } }, 'exec'],
    [{ 'auth-provider': { name: 'oidc' } }, 'oidc'],
    [{ 'client-certificate-data': 'x' }, 'certificate'],
    [{}, 'anonymous']
  ] as const)('of a user with %j log in by %s', (user, kind) => {
    expect(userKindOf(user)).toBe(kind);
  });
});

describe('the command that renews credentials', () => {
  const [target] = targetsOf(work);
  if (!target) throw new Error('no target');

  it.each([
    ['/usr/local/bin/aws', 'aws sso login'],
    ['C:\\tools\\doctl.exe', 'doctl auth init'],
    ['our-login', 'our-login']
  ])('of the login command %s is %s', (command, login) => {
    const renewal = renewalOf({ ...target, userKind: 'exec' }, { exec: { command } });
    expect(renewal).toBe(login);
  });

  it('names no argument of the login command: it may be a secret', () => {
    const exec = { command: 'login', args: ['--password=secret'] };
    expect(renewalOf({ ...target, userKind: 'exec' }, { exec })).not.toContain(
      'secret'
    );
  });

  it('of a stored token names the user to store it for', () => {
    expect(renewalOf(target, {})).toBe('kubectl config set-credentials me');
  });

  it('is none for the service account: its token renews itself', () => {
    const own = inClusterTarget({ server: 'https://10.0.0.1', namespace: 'ada' }, true);
    expect(renewalOf(own, {})).toBeUndefined();
  });
});
