import { describe, expect, it } from 'vitest';
import { isExpired } from './cluster-error.js';
import type { Call } from './call.js';
import { RESOURCES } from './object.js';
import { refusalError, watchError } from './refusal.js';

const place = { context: 'dev', server: 'https://dev:6443' };

const call: Call = {
  ...place,
  verb: 'create',
  resource: RESOURCES.job,
  namespace: 'ada',
  name: 'digits',
  renewal: 'aws sso login'
};

const status = (fields: object) => JSON.stringify({ kind: 'Status', ...fields });

const refused = (code: number, body: string, retryAfter?: string) =>
  refusalError(call, {
    status: code,
    body,
    ...(retryAfter === undefined ? {} : { retryAfter })
  });

describe('an answer', () => {
  it('401 is refused credentials, with what renews them', () => {
    const { problem, temporary } = refused(401, status({ message: 'Unauthorized' }));
    expect(problem).toMatchObject({
      code: 'credentials-refused',
      sentence: 'The cluster of dev does not accept these credentials: Unauthorized.',
      remedy: 'Renew them, then try again: aws sso login'
    });
    expect(temporary).toBe(false);
  });

  it('403 of the authoriser names verb, resource and namespace', () => {
    const message =
      'jobs.batch is forbidden: User "ada" cannot create resource "jobs" in API group "batch" in the namespace "ada"';
    expect(
      refused(403, status({ reason: 'Forbidden', message })).problem
    ).toMatchObject({
      code: 'cluster-forbidden',
      sentence: 'dev may not create jobs.batch in namespace ada.'
    });
  });

  it('403 outside namespaces says so', () => {
    const outside: Call = { ...place, verb: 'list', resource: RESOURCES.node };
    const error = refusalError(outside, { status: 403, body: '' });
    expect(error.message).toBe('dev may not list nodes of the whole cluster.');
  });

  it('401 of a service account says that its token renews itself', () => {
    const own: Call = { ...place, verb: 'list', resource: RESOURCES.job };
    const { problem } = refusalError(own, { status: 401, body: '' });
    expect(problem.code).toBe('service-account-refused');
  });

  it.each([
    [
      'pods "digits" is forbidden: exceeded quota: small, requested: cpu=4, used: cpu=1, limited: cpu=2',
      'quota-exceeded',
      'exceeded quota: small, requested: cpu=4, used: cpu=1, limited: cpu=2'
    ],
    [
      'pods "digits" is forbidden: violates PodSecurity "restricted:latest": runAsNonRoot != true',
      'admission-denied',
      'violates PodSecurity "restricted:latest": runAsNonRoot != true'
    ],
    [
      'admission webhook "check.example" denied the request: no owner.',
      'admission-denied',
      'admission webhook "check.example" denied the request: no owner'
    ]
  ])('403 that says %j is %s', (message, code, detail) => {
    const { problem } = refused(403, status({ reason: 'Forbidden', message }));
    expect(problem.code).toBe(code);
    expect(problem.params).toMatchObject({ detail, object: 'Job ada/digits' });
  });

  it('403 in a namespace that is being deleted says so', () => {
    const body = status({
      message: 'jobs.batch "digits" is forbidden: unable to create new content',
      details: { causes: [{ reason: 'NamespaceTerminating' }] }
    });
    expect(refused(403, body).problem.code).toBe('namespace-ending');
  });

  it.each([
    [status({ details: { kind: 'namespaces', name: 'ada' } }), 'namespace-missing'],
    [status({ details: { kind: 'jobs', name: 'digits' } }), 'object-missing'],
    [status({ details: {} }), 'kind-absent'],
    ['404 page not found', 'kind-absent']
  ])('404 %s is %s', (body, code) => {
    expect(refused(404, body).problem.code).toBe(code);
  });

  it.each([
    [409, status({ reason: 'AlreadyExists', message: 'x' }), 'object-exists', false],
    [409, status({ reason: 'Conflict', message: 'x' }), 'object-conflict', false],
    [410, status({ reason: 'Expired', message: 'x' }), 'watch-expired', false],
    [413, status({ message: 'x' }), 'object-too-large', false],
    [422, status({ message: 'x' }), 'object-invalid', false],
    [400, status({ message: 'x' }), 'object-invalid', false],
    [429, status({ message: 'x' }), 'cluster-busy', true],
    [500, status({ message: 'x' }), 'cluster-failed', true],
    [503, '<html>gateway</html>', 'cluster-failed', true]
  ])('%i %s is %s', (code, body, expected, temporary) => {
    const error = refused(code, body);
    expect(error.problem.code).toBe(expected);
    expect(error.status).toBe(code);
    expect(error.temporary).toBe(temporary);
  });

  it('of a proxy is not quoted when it is a page', () => {
    expect(refused(503, '<html>gateway</html>').message).toBe(
      'The API server of dev answers 503: HTTP status 503.'
    );
  });

  it('is quoted up to a limit', () => {
    expect(refused(500, 'x'.repeat(5000)).message.length).toBeLessThan(700);
  });

  it('says how long to wait, in its header or in its body', () => {
    const body = status({ details: { retryAfterSeconds: 7 } });
    expect(refused(429, body).retryAfterMs).toBe(7000);
    expect(refused(429, body, '3').retryAfterMs).toBe(3000);
    expect(refused(429, '', 'tomorrow').retryAfterMs).toBeUndefined();
  });
});

it('an error inside a watch is what the same answer would be', () => {
  const error = watchError(call, { kind: 'Status', code: 410, reason: 'Expired' });
  expect(isExpired(error)).toBe(true);
  expect(isExpired(new Error('other'))).toBe(false);
});
