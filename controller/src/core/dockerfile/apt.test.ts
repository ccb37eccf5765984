import { describe, expect, it } from 'vitest';
import { aptFile, aptRequest } from './apt.js';

describe('packages of Debian that a notebook asks for', () => {
  it.each([
    ['!apt-get -qq update && apt-get install -y graphviz', ['graphviz']],
    ['%apt install graphviz libgomp1', ['graphviz', 'libgomp1']],
    ['!sudo -E apt install --yes git=1:2.39-1 > /dev/null 2>&1', ['git=1:2.39-1']],
    [
      '!DEBIAN_FRONTEND=noninteractive apt-get -o a=b install -y curl  # for data',
      ['curl']
    ],
    ['!yes | apt-get install graphviz | tail -n 1', ['graphviz']],
    ['!apt install graphviz &> /dev/null', ['graphviz']],
    ['!apt install graphviz >& /dev/null < /dev/null &', ['graphviz']],
    ['!apt-get update', []],
    ['!pip install six', []]
  ])('reads %s', (line, packages) => {
    expect(aptRequest([line])).toEqual({ packages, unread: [] });
  });

  it.each([
    'apt-get install $(cat list)',
    'apt install ./local.deb',
    'apt install "a b"'
  ])('says that it cannot read %s', line => {
    expect(aptRequest([`!${line}`])).toEqual({ packages: [], unread: [line] });
  });

  it('reads apt.txt as Binder does', () => {
    expect(aptFile('# tools\ngit curl\r\n\ngit # again\n$X\n')).toEqual({
      packages: ['git', 'curl'],
      unread: ['$X']
    });
  });
});
