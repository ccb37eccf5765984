import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { debianSources, formatSources } from './debian-sources.js';

const STANZAS = `Types: deb
# a snapshot
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main contrib
Signed-By: /usr/share/keyrings/debian.gpg

Types: deb
URIs: https://node.example/x
Suites: nodistro
Components: main

Enabled: no
Types: deb
URIs: http://off.example/debian
Suites: bookworm
Components: main
`;

const LINES = `# deb http://off.example/debian bookworm main
deb [arch=amd64 signed-by=/k.gpg] http://mirror.example/debian bookworm main contrib
deb-src http://mirror.example/debian bookworm main
deb http://mirror.example/security bookworm-security main # updates
deb http://cloud.example/apt cloud-bookworm main
deb http://docker.example/debian bookworm stable
`;

describe('the sources of apt', () => {
  it('are read in stanzas', () => {
    const signedBy = '/usr/share/keyrings/debian.gpg';
    expect(debianSources([STANZAS])).toEqual([
      { uri: 'http://mirror.example/debian', suite: 'bookworm', signedBy },
      { uri: 'http://mirror.example/debian', suite: 'bookworm-updates', signedBy }
    ]);
  });

  it('are read in lines, without those of others', () => {
    expect(formatSources(debianSources([LINES]))).toBe(
      'deb [signed-by=/k.gpg] http://mirror.example/debian bookworm main\n' +
        'deb http://mirror.example/security bookworm-security main\n'
    );
  });

  it('are named once, however many files name them', () => {
    expect(debianSources([LINES, LINES, STANZAS])).toHaveLength(3);
  });

  it('are read again as they were written', () => {
    const source = fc.record({
      uri: fc.stringMatching(/^https?:\/\/[a-z]{1,5}\.example\/[a-z]{0,5}$/),
      suite: fc.constantFrom('bookworm', 'bookworm-updates')
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(source, { selector: s => s.uri, maxLength: 5 }),
        sources => {
          expect(debianSources([formatSources(sources)])).toEqual(sources);
        }
      )
    );
  });
});
