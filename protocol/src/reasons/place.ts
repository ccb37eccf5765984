/** Reasons for what a plan for a cluster chose, and what its checks found in order. */
export const PLACE_REASONS = {
  'kernel-not-here':
    'this computer has not the notebook’s Python: syntax and versions of packages were not looked at',
  'image-same-python': '{title}: Python {python} as in the kernel',
  'image-nearest': '{title}: the nearest to the kernel’s Python {python}',
  'image-of-catalogue': '{title}: the first of the catalogue that fits',
  'image-own': 'the image of this notebook server: the same Python and packages',
  'image-there': 'the registry {host} has the image',
  'image-none': 'the catalogue is empty',
  'image-python-fits': 'Python {python}, as in the kernel',
  'image-has-packages': 'the image is known to have all {count}',
  'image-packages-unknown': 'nobody has looked whether the image has {packages}',
  'notebook-mode-needs': 'executes the whole notebook',
  'delivery-inline': 'in a ConfigMap ({size}): no registry, no image to build',
  'delivery-image-volume':
    'the bundle takes {size}, more than a ConfigMap can hold; the nodes can mount images',
  'delivery-append-unknown':
    'the bundle takes {size}, more than a ConfigMap can hold; whether the nodes can mount images is not known',
  'delivery-append-server':
    'the bundle takes {size}, more than a ConfigMap can hold; Kubernetes {version} mounts no images unless that is switched on',
  'delivery-append-node':
    'the bundle takes {size}, more than a ConfigMap can hold; the node {node} ({runtime}, kubelet {kubelet}) is too old to mount images',
  'delivery-append-kind':
    'the bundle takes {size}, more than a ConfigMap can hold; the {kind} of this cluster cannot mount images',
  'workload-kind-unasked':
    'usual for {framework}; the cluster could not be asked whether it has {kind}',
  'workload-fits': 'a {kind} can carry every choice',
  'cluster-ranks': '{ranks}, one a pod',
  'cluster-answers': 'the cluster answers: Kubernetes {version}',
  'access-allowed': 'you may create and watch a {kind}',
  'access-unknown': 'the cluster does not say what you may do',
  'quota-enough': 'room in {quotas}',
  'nodes-fit': 'a pod fits on a node ({count} looked at)',
  'nodes-unknown':
    'you may not list nodes, and nobody has published theirs: whether one has {resource} is not known',
  'claims-there': 'the namespace has {claims}, or the run makes it',
  'claims-unknown': 'you may not list PersistentVolumeClaims',
  'targets-none':
    'There is no context: neither a kubeconfig has one, nor is this a pod with a service account.',
  'queue-there': 'the namespace has the queue {queue}',
  'dry-run-accepted': 'the API server would accept it',
  'dry-run-pods': 'the namespace would accept the pods',
  'dry-run-pods-unknown':
    'you may not create pods yourself: whether the namespace accepts them is seen at the start'
} as const;
