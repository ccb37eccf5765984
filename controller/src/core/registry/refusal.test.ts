import { describe, expect, it } from 'vitest';
import { registryFault } from './fault.js';
import { registryRefusal, type RegistryCall } from './refusal.js';
import { lacksBlobs } from './registry-error.js';

const repository = { host: 'r.example', path: 'me/a' };
const push: RegistryCall = { repository, action: 'push' };
const pull: RegistryCall = { repository, action: 'pull', image: 'me/a:1' };
const errors = (code: string, message = ''): string =>
  JSON.stringify({ errors: [{ code, message }] });

describe('an answer of a registry', () => {
  it.each<[number, RegistryCall, string, string, boolean]>([
    [401, push, '', 'registry-login-missing', false],
    [401, { ...push, user: 'me' }, '', 'registry-login-refused', false],
    [403, push, errors('DENIED', 'no'), 'registry-push-forbidden', false],
    [403, pull, '', 'registry-pull-forbidden', false],
    [404, push, errors('NAME_UNKNOWN'), 'repository-missing', false],
    [404, pull, errors('MANIFEST_UNKNOWN'), 'image-missing', false],
    [413, push, '<html>', 'registry-too-large', false],
    [429, pull, '', 'registry-busy', true],
    [500, push, '', 'registry-failed', true],
    [503, push, '', 'registry-failed', true],
    [
      500,
      push,
      '{"errors":[{"detail":"write: no space left on device"}]}',
      'registry-full',
      false
    ],
    [507, push, '', 'registry-full', false],
    [400, push, errors('MANIFEST_INVALID'), 'registry-failed', false]
  ])('%i to %o with %s is %s', (...[status, call, body, code, temporary]) => {
    const error = registryRefusal(call, { status, body });
    expect(error.problem.code).toBe(code);
    expect(error.temporary).toBe(temporary);
  });

  it('is quoted, but no page and no token', () => {
    const said = (body: string): unknown =>
      registryRefusal(push, { status: 400, body }).problem.params['detail'];
    expect(said(errors('X', 'tag is immutable.'))).toBe('tag is immutable');
    expect(said('<html><body>nginx</body>')).toBe('it does not say why');
    expect(said('bad gateway\nstack')).toBe('bad gateway');
    expect(said(errors('X', `token ${'a'.repeat(100)}`))).toBe('token …');
  });

  it('says when to come again', () => {
    const error = registryRefusal(push, { status: 429, retryAfter: 2.5, body: '' });
    expect(error.retryAfterMs).toBe(2500);
    expect(error.problem.params).toMatchObject({ seconds: 3 });
  });

  it('tells that blobs are gone', () => {
    const gone = errors('MANIFEST_BLOB_UNKNOWN', 'blob unknown to registry');
    expect(lacksBlobs(registryRefusal(push, { status: 400, body: gone }))).toBe(true);
    expect(lacksBlobs(registryRefusal(push, { status: 400, body: '' }))).toBe(false);
  });
});

it.each([
  ['ECONNREFUSED', 'registry-unreachable', true],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'registry-certificate', false],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'registry-certificate', false],
  ['EPROTO', 'registry-not-encrypted', false],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'registry-not-encrypted', false],
  ['HPE_INVALID_CONSTANT', 'registry-answer-invalid', true]
])('without an answer, %s is %s', (code, row, temporary) => {
  const error = registryFault('r.example', { code, message: '' });
  expect(error.problem.code).toBe(row);
  expect(error.temporary).toBe(temporary);
});
