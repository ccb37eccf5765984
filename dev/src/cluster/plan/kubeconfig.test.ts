import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { kubeconfig } from './kubeconfig.js';

const facts = { name: 'one', server: 'https://172.30.0.6:6443', authority: 'CA' };

describe('a kubeconfig', () => {
  it('holds everything itself, so that it can be copied', () => {
    const text = kubeconfig({ ...facts, identity: { certificate: 'C', key: 'K' } });
    expect(parse(text)).toMatchObject({
      'current-context': 'one',
      clusters: [{ cluster: { 'certificate-authority-data': 'Q0E=' } }],
      users: [
        { user: { 'client-certificate-data': 'Qw==', 'client-key-data': 'Sw==' } }
      ]
    });
  });

  it('may say who one is with a token', () => {
    const text = kubeconfig({ ...facts, identity: { token: 't' } });
    expect(parse(text)).toMatchObject({ users: [{ user: { token: 't' } }] });
  });
});
