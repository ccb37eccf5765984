/** What can go wrong with packages that an image needs besides its base. */
import type { ErrorRow } from './row.js';

export const PACKAGE_ERRORS = {
  'package-editable': {
    status: 422,
    sentence: '{package} is installed in editable form: no index has its code.',
    remedy: 'Put its folder beside the notebook, or build a wheel of it.'
  },
  'package-unknown': {
    status: 422,
    sentence: 'Nobody knows which package the module {module} ({where}) comes from.',
    remedy: 'Name the package in a requirements.txt beside the notebook.'
  },
  'package-from-source': {
    status: 422,
    sentence: '{requirement} is source code, which has to be built first.',
    remedy:
      'Build a wheel of it (pip wheel) and tell pip its folder: find-links in pip.conf, or PIP_FIND_LINKS.'
  },
  'package-missing': {
    status: 404,
    sentence: 'No index has {requirement}.',
    remedy:
      'Check the name, or tell pip the index that has it: pip.conf, or PIP_EXTRA_INDEX_URL.'
  },
  'package-version-missing': {
    status: 404,
    sentence: 'No index has a fitting wheel of {requirement}; there is {versions}.',
    remedy: 'Ask for one that is there.'
  },
  'package-yanked': {
    status: 404,
    sentence: 'All versions for {requirement} were taken back: {versions}.',
    remedy: 'Ask for another one; a withdrawn one has to be named exactly (==).'
  },
  'package-no-wheel': {
    status: 422,
    sentence: '{requirement} is there as source code only, which has to be compiled.',
    remedy:
      'Take an image that has it, or build a wheel (pip wheel) and tell pip its folder: find-links in pip.conf, or PIP_FIND_LINKS.'
  },
  'package-other-platform': {
    status: 422,
    sentence: '{requirement} has no wheel for {platform}, only for {tags}.',
    remedy:
      'Build an image that has it and take that as the base, or ask for another version.'
  },
  'package-other-python': {
    status: 422,
    sentence: '{requirement} wants Python {wanted}; the base has {python}.',
    remedy: 'Choose a base with such a Python, or ask for another version.'
  },
  'packages-conflict': {
    status: 422,
    sentence: 'No versions fit together: {detail}.',
    remedy: 'Loosen one of these requirements.'
  },
  'index-unreachable': {
    status: 503,
    sentence: 'The package index {host} cannot be reached: {detail}.',
    remedy: 'Check its address, the network or VPN, and proxies, then try again.'
  },
  'index-login-refused': {
    status: 401,
    sentence: 'The package index {host} wants a login that it accepts: {detail}.',
    remedy:
      'Put the login where pip finds it: pip.conf, ~/.netrc, a keyring or PIP_INDEX_URL.'
  },
  'resolver-missing': {
    status: 422,
    sentence: '{python} has no pip, which finds packages for images.',
    remedy: 'Install it: {python} -m ensurepip; or name another interpreter: --python.'
  },
  'resolver-old': {
    status: 422,
    sentence: 'The pip of {python} is too old to say what it would install.',
    remedy: 'Update it: {python} -m pip install --upgrade "pip>=23".'
  },
  'resolver-slow': {
    status: 504,
    sentence: 'pip has not finished within {minutes} minutes.',
    remedy: 'Ask for exact versions (==), or check the network, then try again.'
  },
  'resolver-failed': {
    status: 502,
    sentence: 'pip cannot say which packages are needed: {detail}.',
    remedy: 'Correct what it names; pip install says the same, with more words.'
  },
  'package-too-large': {
    status: 422,
    sentence: '{name} {version} is a file of {size}, too much to be added to an image.',
    remedy:
      'Choose an image that has it, and keep the version that this has: --keep-package {name}.'
  },
  'wheel-wrong': {
    status: 502,
    sentence: 'The wheel {file} is not what the index promised: {detail}.',
    remedy: 'Try again; if it goes on, tell who manages the index.'
  },
  'wheel-unusable': {
    status: 422,
    sentence: 'The wheel {file} cannot be put into an image: {detail}.',
    remedy: 'Ask for another version of it, or choose a base image that has it.'
  },
  'wheels-unwritable': {
    status: 507,
    sentence: 'Wheels cannot be kept in {path}: {detail}.',
    remedy:
      'Change its permissions, or let {variable} name a folder that you may write to.'
  },
  'wheels-no-room': {
    status: 507,
    sentence:
      'There is no room for wheels in {folder}: {free} are free, and up to {needed} are needed.',
    remedy: 'Make room there, or let {variable} name another folder; then try again.'
  },
  'packages-no-room': {
    status: 507,
    sentence: 'There is no room to look for packages in {folder}: {free} are free.',
    remedy: 'Make room there, or let {variable} name another folder; then try again.'
  },
  'base-without-python': {
    status: 422,
    sentence: 'The image {image} has no Python 3 on its PATH that can be told.',
    remedy: 'Choose a base with Python.'
  },
  'layer-unreadable': {
    status: 422,
    sentence: 'A layer of {image} cannot be read: {detail}.',
    remedy: 'Choose another base, or push it again.'
  }
} as const satisfies Record<string, ErrorRow>;
