import { expect, it } from 'vitest';
import { markerEnvironment, markerHolds } from './marker.js';

const IMAGE = markerEnvironment('3.11', 'x86_64');

it.each([
  ['python_version < "3.9"', false],
  ['python_version >= "3.10"', true],
  ["python_version in '3.10 3.11'", true],
  ["'linux' == sys_platform", true],
  ['sys_platform == "win32" or os_name == "posix"', true],
  ['sys_platform == "win32" and os_name == "nt" or os_name == "posix"', true],
  ['sys_platform == "win32" and (os_name == "nt" or os_name == "posix")', false],
  ['platform_machine not in "arm64 aarch64"', true],
  ['os.name == "posix"', true],
  ['extra == "test"', false],
  ['python_version < "3.9', undefined],
  ['python_version <', undefined],
  ['(python_version < "3.9"', undefined],
  ['colour == "red"', undefined],
  ['os_name not "posix"', undefined],
  ['os_name ~= "posix"', undefined],
  ['os_name == "posix" os_name', undefined],
  ['', undefined]
])('%s: %s', (marker, expected) => {
  expect(markerHolds(marker, IMAGE)).toBe(expected);
});
