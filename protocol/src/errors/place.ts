/** What a plan finds in the way on a cluster, before anything is created there. */
import type { ErrorRow } from './row.js';

export const PLACE_ERRORS = {
  'cluster-ranks-invalid': {
    status: 422,
    sentence: '{ranks} ranks cannot be started on a cluster.',
    remedy: 'Choose 1 to {most} ranks.'
  },
  'cluster-env-secret': {
    status: 422,
    sentence: 'The variable {name} looks like a secret, and a plan is stored in clear.',
    remedy:
      'Put it into a Secret of the namespace and name that: --env-from {name}=secret/OBJECT/KEY'
  },
  'delivery-push-unknown': {
    status: 422,
    sentence: 'Nobody says where the image with the bundle is to be pushed.',
    remedy:
      'Set JKF_PUSH to a repository, e.g. registry.example.org/team/runs, or deliver inline (--delivery inline).'
  },
  'image-volume-server': {
    status: 422,
    sentence: 'Kubernetes {version} mounts no images unless that is switched on.',
    remedy: 'Deliver the code as a layer of the image: --delivery append'
  },
  'image-volume-node': {
    status: 422,
    sentence:
      'The node {node} ({runtime}, kubelet {kubelet}) is too old to mount images.',
    remedy: 'Deliver the code as a layer of the image: --delivery append'
  },
  'image-volume-kind': {
    status: 422,
    sentence: 'The {kind} of this cluster cannot mount images.',
    remedy: 'Deliver the code as a layer of the image: --delivery append'
  },
  'manifests-local': {
    status: 422,
    sentence: 'A run on this computer has no manifests.',
    remedy: 'Name a cluster: --target CONTEXT'
  },
  'manifests-append': {
    status: 422,
    sentence:
      'The bundle is delivered in an image, which is built when the run starts.',
    remedy: 'Deliver it inline: --delivery inline'
  },
  'manifests-packages': {
    status: 422,
    sentence: 'What the image lacks is added to it when the run starts.',
    remedy: 'Leave the image as it is: --packages as-is'
  },
  'manifests-build': {
    status: 422,
    sentence: 'The image is built when the run starts.',
    remedy: 'Leave the image as it is: --build as-is'
  },
  'image-none': {
    status: 422,
    sentence: 'There is no image to run in: the catalogue is empty.',
    remedy: 'Name one: --image REFERENCE'
  },
  'image-name-invalid': {
    status: 422,
    sentence: '{image} names no image: {detail}.',
    remedy:
      'Name an image as a registry does, e.g. registry.example.org/team/image:tag.'
  },
  'image-python-differs': {
    status: 422,
    sentence: 'The image {image} has Python {python}, the kernel {kernel}.',
    remedy:
      'Name an image with Python {kernel} (--image REFERENCE), if the code depends on it.'
  },
  'image-packages-unsure': {
    status: 422,
    sentence: 'The image {image} may lack {packages}.',
    remedy:
      'Nobody has looked into it: an import that fails ends the run. Name an image that has them: --image REFERENCE'
  },
  'quota-short': {
    status: 403,
    sentence:
      'The run needs {needed} of {resource}; the quota {quota} allows {hard}, and {used} are used.',
    remedy: 'Ask for less, wait until other work has ended, or have the quota raised.'
  },
  'gpu-not-there': {
    status: 422,
    sentence: 'No node has {gpus}; there are: {there}.',
    remedy: 'Choose what a node has (--gpus N:RESOURCE), or run without GPUs.'
  },
  'nodes-too-small': {
    status: 422,
    sentence:
      'No node has {cpu} cores and {memory} of memory for a pod; the most are {cpus} cores and {most}.',
    remedy: 'Ask for less: --cpu, --memory, --shm.'
  },
  'claim-missing': {
    status: 404,
    sentence: 'The namespace {namespace} has no PersistentVolumeClaim {claim}.',
    remedy: 'Correct the name, or let the run make it.'
  },
  'claim-exists': {
    status: 409,
    sentence: 'The namespace {namespace} has a PersistentVolumeClaim {claim} already.',
    remedy: 'Mount it as it is (--volume {claim}:/PATH), or choose another name.'
  },
  'storage-class-missing': {
    status: 422,
    sentence: 'The cluster has no storage class {storageClass}; there are: {known}.',
    remedy: 'Choose one of these, or leave it to the cluster.'
  },
  'queue-missing': {
    status: 404,
    sentence:
      'The namespace {namespace} has no LocalQueue {queue}; there are: {known}.',
    remedy: 'Choose one of these, or run without a queue.'
  }
} as const satisfies Record<string, ErrorRow>;
