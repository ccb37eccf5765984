/** What can be wrong with the inputs of a run: in the plan, and where they are fetched. */
import type { ErrorRow } from './row.js';

export const INPUT_ERRORS = {
  'input-name-invalid': {
    status: 422,
    sentence: '{name} cannot be the name of an input.',
    remedy: 'Use at most 40 letters, digits and . _ -, a letter or digit first.'
  },
  'input-name-twice': {
    status: 422,
    sentence: 'Two inputs have the name {name}, or one that is {variable} as well.',
    remedy: 'Give each input a name of its own.'
  },
  'input-url-invalid': {
    status: 422,
    sentence: 'The input {name} has no address that data can be read from: {detail}.',
    remedy:
      'Write it as s3://bucket/key-or-prefix, gs://bucket/object-or-prefix, https://host/file or pvc://claim/folder.'
  },
  'input-url-secret': {
    status: 422,
    sentence:
      'The address of the input {name} has credentials in it, and a plan is stored in clear.',
    remedy:
      'Put them into a Secret of the namespace, and name that: --input {name}=URL,secret=SECRET'
  },
  'input-secret-clear': {
    status: 422,
    sentence:
      'The input {name} would send its Secret {secret} over the network in clear.',
    remedy: 'Use https:// instead of http://, or no Secret.'
  },
  'input-claim-local': {
    status: 422,
    sentence:
      'The input {name} is a volume of a cluster, and the run is on this computer.',
    remedy: 'Choose a cluster: --target CONTEXT'
  },
  'input-secret-local': {
    status: 422,
    sentence:
      'The Secret {secret} of the input {name} is on a cluster; here the credentials of this computer are used.',
    remedy:
      'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or GOOGLE_APPLICATION_CREDENTIALS, if it needs any.'
  },
  'input-secret-missing': {
    status: 404,
    sentence:
      'The namespace {namespace} has no Secret {secret}, which the input {name} names.',
    remedy:
      'Correct the name, or make it: kubectl create secret generic {secret} --from-literal=KEY=VALUE'
  },
  'input-secret-keys': {
    status: 422,
    sentence: 'The Secret {secret} of the input {name} has no {keys}.',
    remedy: 'Add that key to the Secret, under exactly this name.'
  },
  'input-credentials': {
    status: 422,
    sentence: 'The credentials of the input {name} cannot be used: {who}: {detail}.',
    remedy: 'Correct the Secret, or name another one: --input {name}=URL,secret=SECRET'
  },
  'input-denied': {
    status: 403,
    sentence: 'The input {name} is not given to {who}: {url}: {detail}.',
    remedy:
      'Check the credentials and what they may read, or name a Secret that has others: --input {name}=URL,secret=SECRET'
  },
  'input-missing': {
    status: 404,
    sentence: 'The input {name} is not there: {url}: {detail}.',
    remedy: 'Check bucket and key, or the address; capitals count.'
  },
  'input-unreachable': {
    status: 503,
    sentence: 'The input {name} cannot be fetched: {host}: {detail}.',
    remedy:
      'Check the address and whether the place of the run may reach it, then run it again.'
  },
  'input-damaged': {
    status: 502,
    sentence: 'The input {name} does not arrive as it was announced: {key}: {detail}.',
    remedy: 'Run it again; if it stays so, the file is damaged at its source.'
  },
  'input-key-outside': {
    status: 422,
    sentence:
      'The input {name} has the key {key}, which cannot be a file of its folder.',
    remedy: 'Rename the object, or name a prefix without it.'
  },
  'input-too-large': {
    status: 413,
    sentence: 'The input {name} takes {size}; the run may have {limit} more.',
    remedy: 'Raise the limit (--disk-limit SIZE), or mount a volume: pvc://claim/folder'
  },
  'input-no-room': {
    status: 507,
    sentence: 'The input {name} takes {size}; where it is to be, {free} are free.',
    remedy: 'Free some space, or mount a volume: pvc://claim/folder'
  },
  'input-disk-full': {
    status: 507,
    sentence: 'The disk of {folder} was full before the input {name} was there.',
    remedy: 'Free some space, or mount a volume: pvc://claim/folder'
  },
  'inputs-exit': {
    status: 422,
    sentence: 'What fetches the inputs ended with exit code {exitCode}.',
    remedy: 'The last output of the run tells why.'
  },
  'input-failed': {
    status: 422,
    sentence: 'The input {name} cannot be fetched: {detail}.',
    remedy: 'The last output of the run tells more.'
  }
} as const satisfies Record<string, ErrorRow>;
