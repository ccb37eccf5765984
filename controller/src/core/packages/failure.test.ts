import { describe, expect, it } from 'vitest';
import { linesOf, parseFailure } from './failure.js';

const ASKED = {
  names: new Set(['app', 'other']),
  python: '3.11',
  platform: 'linux x86_64'
};

/** As pip writes them, each with its time. */
const log = (...lines: string[]): string =>
  lines.map(line => `2026-11-27T17:46:50,217 ${line}\n`).join('');

const missing = (what: string, versions = 'none'): string =>
  `ERROR: Could not find a version that satisfies the requirement ${what} (from versions: ${versions})`;

const codeOf = (...lines: string[]) => {
  const failure = parseFailure(log(...lines), ASKED);
  const name = failure.kind === 'package' ? failure.name : undefined;
  return [failure.kind, name, failure.problem.code];
};

describe('a package that is not found', () => {
  it.each([
    ['there is none', [missing('app')], 'package-missing'],
    ['of that version', [missing('app==7', '1.0, 2.0')], 'package-version-missing'],
    [
      'there is only its source',
      [
        'Skipping link: No sources permitted for app: https://i.example/app-1.0.tar.gz#sha256=ab',
        missing('app')
      ],
      'package-no-wheel'
    ],
    [
      'its wheels are for others',
      [
        "Skipping link: none of the wheel's tags (cp39-cp39-win32) are compatible (run pip debug --verbose to show compatible tags): file:///w/App-1.0-cp39-cp39-win32.whl",
        'Skipping link: No sources permitted for app: https://i.example/app-1.0.tar.gz',
        missing('app')
      ],
      'package-other-platform'
    ],
    [
      'it wants another Python',
      [
        "Link requires a different Python (3.11.0 not in: '>=3.13'): https://i.example/app-1.0-py3-none-any.whl (from https://i.example/simple/app/) (requires-python:>=3.13)",
        missing('app')
      ],
      'package-other-python'
    ],
    [
      'it was taken back',
      ['ERROR: Ignored the following yanked versions: 1.0', missing('app')],
      'package-yanked'
    ],
    [
      'of older pips: what fits was taken back',
      [missing('app>=1', '0.9, 1.0')],
      'package-yanked'
    ],
    [
      'a pre-release is none',
      [missing('app>=1', '0.9, 1.0rc1')],
      'package-version-missing'
    ],
    [
      'another is there as source',
      [
        'Skipping link: No sources permitted for dep: https://i.example/dep-1.0.tar.gz',
        missing('app')
      ],
      'package-missing'
    ]
  ])('%s', (_, lines, code) => {
    expect(codeOf(...lines)).toEqual(['package', 'app', code]);
  });

  it('is told of the requirement that needs it, through others', () => {
    const lines = [
      'Collecting mid>=1 (from app)',
      'Processing ./x/low-1-py3-none-any.whl (from mid)'
    ];
    expect(codeOf(...lines, missing('sd (from low)'))).toEqual([
      ...['package', 'app', 'package-missing']
    ]);
    const { problem } = parseFailure(log(...lines, missing('sd (from low)')), ASKED);
    expect(problem.sentence).toBe('No index has sd (for low).');
  });

  it('is told of none when nobody asked for what needs it', () => {
    expect(codeOf(missing('sd (from strange)'))[0]).toBe('all');
    const circle = ['Collecting a (from b)', 'Collecting b (from a)'];
    expect(codeOf(...circle, missing('sd (from a)'))[0]).toBe('all');
  });

  it('is told of metadata that wants another Python', () => {
    expect(
      codeOf("ERROR: Package 'app' requires a different Python: 3.11.7 not in '>=3.13'")
    ).toEqual(['package', 'app', 'package-other-python']);
  });
});

describe('an index that does not answer', () => {
  const page = 'https://…@i.example:8080/simple/app/';
  it.each([
    ['401 Client Error: Unauthorized for url: https://x', 'index-login-refused'],
    ['403 Client Error: Forbidden for url: https://x', 'index-login-refused'],
    ['503 Server Error: down for url: https://x', 'index-unreachable'],
    [
      "connection error: HTTPConnectionPool(host='i', port=9): Max retries exceeded (Caused by NewConnectionError('<x>: Failed: [Errno 111] Connection refused'))",
      'index-unreachable'
    ]
  ])('%s', (why, code) => {
    const line = `Could not fetch URL ${page}: ${why} - skipping`;
    const failure = parseFailure(log(line, missing('app')), ASKED);
    expect([failure.kind, failure.problem.code]).toEqual(['all', code]);
    expect(failure.problem.params).toMatchObject({ host: 'i.example:8080' });
  });

  it('says what the system says', () => {
    const why =
      "connection error: x (Caused by N('<a>: Failed: [Errno 111] Connection refused'))";
    const line = `Could not fetch URL ${page}: ${why} - skipping`;
    const { problem } = parseFailure(log(line, missing('app')), ASKED);
    expect(problem.params).toMatchObject({ detail: 'Connection refused' });
  });

  it('is no fault where it has no such package, or another is missing', () => {
    const notFound = `Could not fetch URL ${page}: 404 Client Error: Not Found for url: x - skipping`;
    expect(codeOf(notFound, missing('app'))[2]).toBe('package-missing');
    const other =
      'Could not fetch URL https://i.example/simple/dep/: 503 Server Error: x - skipping';
    expect(codeOf(other, missing('app'))[2]).toBe('package-missing');
  });
});

describe('a conflict', () => {
  const conflict = (...causes: string[]): string[] => [
    'ERROR: Cannot install app and other because these package versions have conflicting dependencies.',
    '',
    'The conflict is caused by:',
    ...causes.map(cause => `    ${cause}`),
    '',
    'To fix this you could try to:'
  ];

  it('names both sides', () => {
    const lines = conflict(
      'app 1.0 depends on dep==1.0',
      'other 1.0 depends on dep==2.0'
    );
    const failure = parseFailure(log(...lines), ASKED);
    expect(failure.kind).toBe('all');
    expect(failure.problem.sentence).toBe(
      'No versions fit together: app 1.0 depends on dep==1.0; other 1.0 depends on dep==2.0.'
    );
  });

  it('names what of the base is in the way', () => {
    const lines = conflict(
      'The user requested app==1',
      'The user requested (constraint) Dep_x==2.0'
    );
    const failure = parseFailure(log(...lines), ASKED);
    expect(failure).toMatchObject({ kind: 'constraint', names: ['dep-x'] });
    expect(failure.problem.params['detail']).toBe(
      'the notebook wants app==1; the base has Dep_x==2.0'
    );
  });
});

it('says the last error of all else', () => {
  const { problem } = parseFailure(
    log('ERROR: one', 'ERROR: Invalid requirement.', ''),
    ASKED
  );
  expect(problem).toMatchObject({
    code: 'resolver-failed',
    params: { detail: 'Invalid requirement' }
  });
  expect(parseFailure('', ASKED).problem.params['detail']).toBe('it said nothing');
});

it('shows no credentials', () => {
  const text = log('Looking in indexes: https://me:secret@i.example/simple, //tok@x/y');
  expect(linesOf(text)[0]).toBe(
    'Looking in indexes: https://…@i.example/simple, //…@x/y'
  );
});
