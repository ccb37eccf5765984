import { expect, it } from 'vitest';
import { pipEnvironment, readPipSettings } from './pip-settings.js';

const OUTPUT = `:env:.find-links='/opt/wheels https://wheels.example/'
global.cert='/etc/ssl/ca.crt'
global.index-url='https://mirror.example/simple'
global.quiet='1'
install.index-url="https://other.example/it's"
list.format='json'
`;

it('the ways to packages are taken from pip, the user’s taste is not', () => {
  expect(Object.fromEntries(readPipSettings(OUTPUT))).toEqual({
    'find-links': '/opt/wheels https://wheels.example/',
    cert: '/etc/ssl/ca.crt',
    'index-url': "https://other.example/it's"
  });
});

it('files of this computer are named where the image sees them', () => {
  const there = (path: string): boolean => path !== '/gone';
  const settings = new Map([
    ['cert', '/etc/ssl/ca.crt'],
    ['find-links', '/opt/wheels https://wheels.example/ /gone']
  ]);
  expect(pipEnvironment(settings, '/run/host', there)).toEqual({
    PIP_CERT: '/run/host/etc/ssl/ca.crt',
    PIP_FIND_LINKS: '/run/host/opt/wheels https://wheels.example/ /gone'
  });
});
