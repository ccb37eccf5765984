/** What a run on a cluster waits for, where waiting is enough. */
export const WAIT_REASONS = {
  'build-base': 'reading the image to build on',
  'build-mount': 'naming the layers of the base',
  'build-copy': 'copying a layer of the base, {size}',
  'build-upload': 'pushing the code, {size}',
  'build-publish': 'naming the new image',
  'builder-begin': 'asking whether the image is built already',
  'builder-stuck': 'the build does not go on: {why}',
  'builder-step': 'building the image: {step}',
  'wait-operator': '{workload} is there, but nothing has acted on it yet',
  'wait-pods': 'pods are being created: {count} of {of}',
  'wait-node': 'waiting for a node',
  'wait-image': 'pulling the image {image}',
  'wait-volume': 'waiting for the volume {claim}',
  'wait-init': 'preparing: {container}',
  'wait-inputs': 'fetching the inputs',
  'wait-container': 'the container is being created',
  'wait-queue': 'waiting in the queue {queue}',
  'wait-suspended': 'suspended'
} as const;
