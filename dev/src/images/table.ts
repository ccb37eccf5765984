/** The images that the development cluster and a real installation use, one row each. */
import { fromBinary } from './from-binary.js';
import type { Makings } from './makings.js';
import { notebook } from './notebook.js';
import type { Placed, Recipe } from './recipe.js';
import { tool } from './tool.js';

type Maker = (makings: Makings) => Recipe | Promise<Recipe>;

/** Users by number, as a pod's rules may ask. */
const pause: Maker = async ({ binary }) =>
  fromBinary({
    name: 'pause',
    about: 'holds a pod’s namespaces open',
    binary: await binary('pause'),
    user: '65535:65535'
  });

/** Debian without documentation, below everything that is no single program. */
const debian: Maker = () => ({
  name: 'debian',
  about: 'Debian with certificates and time zones',
  steps: [{ kind: 'debian', packages: ['ca-certificates', 'tzdata'] }],
  files: [],
  changes: { env: { LANG: 'C.UTF-8' }, cmd: ['bash'] }
});

/** Wheels expect the C++ library to be there. */
const python: Maker = () => ({
  name: 'python',
  about: 'Python 3.11 with pip',
  base: 'debian',
  steps: [
    {
      kind: 'debian',
      packages: [
        'python3',
        'python3-distutils',
        'python3-pip',
        'python-is-python3',
        'libstdc++6'
      ]
    }
  ],
  files: [],
  changes: { env: { PYTHONUNBUFFERED: '1' }, cmd: ['python3'] }
});

/** As most bases are: with something that installs more. */
const pythonApt: Maker = () => ({
  name: 'python-apt',
  about: 'Python 3.11 with pip, and Debian’s apt',
  base: 'python',
  steps: [{ kind: 'debian', packages: ['apt'] }],
  files: [],
  changes: {}
});

/** What the examples import besides, from Debian too: its NumPy fits its PyTorch. */
const torch: Maker = () => ({
  name: 'torch',
  about: 'Python with PyTorch for CPUs (gloo), scikit-learn and Matplotlib',
  base: 'python',
  steps: [
    {
      kind: 'debian',
      packages: [
        'python3-torch',
        'python3-numpy',
        'python3-sklearn',
        'python3-matplotlib'
      ],
      // Of use to compilers and to PyTorch's own tests only: a third of the size. Tests
      // written in Python stay: packages compile all they list when they are configured.
      leaveOut: [
        '/usr/include/*',
        '/usr/lib/gcc/*',
        '/usr/lib/libtorch-test/*',
        '/usr/lib/python3/dist-packages/torch/bin/test_*',
        '/usr/lib/x86_64-linux-gnu/*.a'
      ]
    }
  ],
  files: [],
  changes: {}
});

const tensorflow: Maker = async ({ requirements }) => ({
  name: 'tensorflow',
  about: 'Python with TensorFlow for CPUs',
  base: 'python',
  steps: [
    {
      kind: 'pip',
      requirements: (await requirements('tensorflow')).filter(line =>
        line.startsWith('tensorflow')
      )
    }
  ],
  files: [],
  changes: {}
});

/** The Node.js that runs this. */
const node: Maker = () => ({
  name: 'node',
  about: 'Node.js',
  base: 'debian',
  steps: [{ kind: 'debian', packages: ['libstdc++6', 'libatomic1'] }],
  files: [
    { kind: 'copy', path: 'usr/local/bin/node', from: process.execPath, mode: 0o755 }
  ],
  changes: { user: '1000', cmd: ['node'] }
});

/** Names as in BuildKit's own image; Debian's runc is what it starts containers with. */
const buildkit: Maker = async ({ binary }) => {
  const program = async (name: 'buildkitd' | 'buildctl'): Promise<Placed> => ({
    kind: 'copy',
    path: `usr/bin/${name}`,
    from: await binary(name),
    mode: 0o755
  });
  return {
    name: 'buildkit',
    about: 'BuildKit’s daemon and client, for builds in the cluster',
    base: 'debian',
    // Its own image has busybox, whose wget fetches contexts.
    steps: [{ kind: 'debian', packages: ['runc', 'busybox'] }],
    files: [
      await program('buildkitd'),
      await program('buildctl'),
      { kind: 'link', path: 'usr/bin/buildkit-runc', target: '../sbin/runc' },
      { kind: 'link', path: 'usr/bin/wget', target: 'busybox' }
    ],
    changes: { entrypoint: ['buildkitd'] }
  };
};

const TABLE = {
  pause,
  tool,
  debian,
  python,
  'python-apt': pythonApt,
  torch,
  tensorflow,
  node,
  buildkit,
  notebook: notebook('notebook', 'python'),
  'notebook-torch': notebook('notebook-torch', 'torch'),
  'notebook-tensorflow': notebook('notebook-tensorflow', 'tensorflow')
} as const satisfies Readonly<Record<string, Maker>>;

export type ImageName = keyof typeof TABLE;

/** Every name, in the order in which they rest on each other. */
export const IMAGE_NAMES = Object.keys(TABLE) as readonly ImageName[];

/** The images that a real installation takes from its registry. */
export const INSTALLED: readonly ImageName[] = [
  'notebook-torch',
  'notebook-tensorflow'
];

/** @throws RangeError that names what there is */
export function imageName(text: string): ImageName {
  const found = IMAGE_NAMES.find(name => name === text);
  if (found) return found;
  throw new RangeError(
    `There is no image ${text}. There are: ${IMAGE_NAMES.join(', ')}.`
  );
}

export async function recipeOf(name: ImageName, makings: Makings): Promise<Recipe> {
  return TABLE[name](makings);
}
