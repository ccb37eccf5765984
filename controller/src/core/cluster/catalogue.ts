/**
 * Base images: built-in defaults, those that an administrator lists instead, and which of
 * them is the nearest to the environment a notebook was written in.
 */
import {
  Framework,
  reason,
  type CatalogueImage,
  type Message
} from '@jupyterlab-kubeflow/protocol';
import { fieldsOf, listOf, textOf, textsOf, type Fields } from './fields.js';
import type { KubeObject } from './object.js';

/** Name of the ConfigMap with a catalogue. */
export const IMAGES_MAP = 'jupyterlab-kubeflow-images';
/** Its key: a list in JSON. */
export const IMAGES_KEY = 'images.json';

type Accelerator = CatalogueImage['accelerator'];

/** Packages of the stacks' common base, by the names of their distributions. */
const SCIPY: readonly string[] = [
  ...['numpy', 'pandas', 'scipy', 'scikit-learn', 'scikit-image', 'matplotlib'],
  ...['seaborn', 'statsmodels', 'sympy', 'bokeh', 'dask', 'numba', 'cython', 'h5py'],
  ...['sqlalchemy', 'cloudpickle', 'dill', 'tables', 'beautifulsoup4', 'openpyxl'],
  ...['pillow', 'requests', 'pyyaml', 'jinja2', 'packaging', 'tqdm', 'ipython'],
  ...['ipykernel', 'ipywidgets', 'nbclient', 'nbformat', 'psutil']
];
const TORCH: readonly string[] = ['torch', 'torchvision', 'torchaudio'];
const TENSORFLOW: readonly string[] = ['tensorflow', 'keras', 'tensorboard'];

const STACKS = 'quay.io/jupyter';
const MINORS: readonly string[] = ['3.13', '3.12', '3.11'];
const SLIM_MINORS: readonly string[] = [
  ...['3.14', '3.13', '3.12', '3.11', '3.10', '3.9']
];

const stack = (
  name: string,
  framework: Framework,
  packages: readonly string[]
): CatalogueImage[] =>
  MINORS.map(python => ({
    image: `${STACKS}/${name}:python-${python}`,
    title: `Jupyter ${name}, Python ${python}`,
    python,
    framework,
    accelerator: 'cpu',
    packages: [...packages]
  }));

/** Public images, by tag, for clusters whose administrator has listed none. */
export const BUILT_IN_IMAGES: readonly CatalogueImage[] = [
  ...stack('scipy-notebook', 'none', SCIPY),
  ...SLIM_MINORS.map((python): CatalogueImage => ({
    image: `docker.io/library/python:${python}-slim`,
    title: `Python ${python}, nothing else`,
    python,
    framework: 'none',
    accelerator: 'cpu',
    packages: ['pip']
  })),
  ...stack('pytorch-notebook', 'torch', [...SCIPY, ...TORCH]),
  ...MINORS.map((python): CatalogueImage => ({
    image: `${STACKS}/pytorch-notebook:cuda12-python-${python}`,
    title: `Jupyter pytorch-notebook with CUDA 12, Python ${python}`,
    python,
    framework: 'torch',
    accelerator: 'cuda',
    packages: [...SCIPY, ...TORCH]
  })),
  {
    image: 'docker.io/pytorch/pytorch:2.7.1-cuda12.6-cudnn9-runtime',
    title: 'PyTorch 2.7 with CUDA 12.6, Python 3.11',
    python: '3.11',
    framework: 'torch',
    accelerator: 'cuda',
    packages: [...TORCH, 'numpy', 'pillow', 'pyyaml', 'requests', 'tqdm']
  },
  {
    image: 'docker.io/rocm/pytorch:rocm6.4.1_ubuntu24.04_py3.12_pytorch_release_2.6.0',
    title: 'PyTorch 2.6 with ROCm 6.4, Python 3.12',
    python: '3.12',
    framework: 'torch',
    accelerator: 'rocm',
    packages: [...TORCH, 'numpy']
  },
  ...stack('tensorflow-notebook', 'tensorflow', [...SCIPY, ...TENSORFLOW]),
  {
    image: `${STACKS}/tensorflow-notebook:cuda-python-3.13`,
    title: 'Jupyter tensorflow-notebook with CUDA, Python 3.13',
    python: '3.13',
    framework: 'tensorflow',
    accelerator: 'cuda',
    packages: [...SCIPY, ...TENSORFLOW]
  },
  {
    image: 'docker.io/tensorflow/tensorflow:2.19.0',
    title: 'TensorFlow 2.19, Python 3.11',
    python: '3.11',
    framework: 'tensorflow',
    accelerator: 'cpu',
    packages: [...TENSORFLOW, 'numpy', 'h5py', 'requests', 'packaging']
  },
  {
    image: 'docker.io/tensorflow/tensorflow:2.19.0-gpu',
    title: 'TensorFlow 2.19 with CUDA, Python 3.11',
    python: '3.11',
    framework: 'tensorflow',
    accelerator: 'cuda',
    packages: [...TENSORFLOW, 'numpy', 'h5py', 'requests', 'packaging']
  }
];

/** The catalogue in a ConfigMap; entries that are none are left out. */
export function catalogueOf(map: KubeObject): CatalogueImage[] {
  return listOf(jsonOf(fieldsOf(map['data'])[IMAGES_KEY])).flatMap(imageOf);
}

function jsonOf(text: unknown): unknown {
  try {
    return JSON.parse(String(text)) as unknown;
  } catch {
    return undefined;
  }
}

const ACCELERATORS: readonly Accelerator[] = ['cpu', 'cuda', 'rocm'];

function imageOf(entry: Fields): CatalogueImage[] {
  const image = textOf(entry['image']);
  const python = textOf(entry['python']);
  if (image === undefined || python === undefined) return [];
  const framework = Framework.safeParse(entry['framework']).data ?? 'none';
  const { packages } = entry;
  return [
    {
      image,
      title: textOf(entry['title']) ?? image,
      python: minorOf(python),
      framework,
      accelerator: ACCELERATORS.find(one => one === entry['accelerator']) ?? 'cpu',
      ...(Array.isArray(packages) ? { packages: [...textsOf(packages)] } : {})
    }
  ];
}

/** `3.11.2` gives `3.11`. */
export function minorOf(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}

/** What an image should have. */
export interface ImageWish {
  /** Version of Python of the kernel; absent when there is none. */
  readonly python?: string;
  readonly framework: Framework;
  /** The extended resource, when GPUs are asked for. */
  readonly gpu?: string;
  /** Normalised names of distributions that the code needs. */
  readonly packages: readonly string[];
}

/** An image of a catalogue, and why it is this one. */
export interface ImageChoice {
  readonly entry: CatalogueImage;
  readonly reason: Message;
}

/** The image that is the nearest; undefined for an empty catalogue. */
export function chooseImage(
  images: readonly CatalogueImage[],
  wish: ImageWish
): ImageChoice | undefined {
  const [best] = images
    .map(entry => ({ entry, cost: costs(entry, wish) }))
    .sort((a, b) => compareCosts(a.cost, b.cost));
  return best && { entry: best.entry, reason: whyImage(best.entry, wish) };
}

/** What an image lacks, the gravest first; less is better. */
function costs(entry: CatalogueImage, wish: ImageWish): readonly number[] {
  return [
    frameworkCost(entry.framework, wish.framework),
    acceleratorCost(entry.accelerator, wish.gpu),
    pythonCost(entry.python, wish.python),
    missingIn(entry, wish.packages).length
  ];
}

/** Another framework's image has at least what plain code needs. */
function frameworkCost(has: Framework, wanted: Framework): number {
  if (has === wanted) return 0;
  return has === 'none' ? 2 : 1 + Number(wanted !== 'none') * 2;
}

export function acceleratorOf(gpu: string | undefined): Accelerator {
  if (gpu === undefined) return 'cpu';
  return gpu.startsWith('amd.com/') ? 'rocm' : 'cuda';
}

/** An image for CUDA also works without a GPU; it is only larger. */
function acceleratorCost(has: Accelerator, gpu: string | undefined): number {
  const wanted = acceleratorOf(gpu);
  if (has === wanted) return 0;
  return has === 'cpu' || wanted === 'cpu' ? 1 : 2;
}

/** Minor versions between the two; any will do where there is no kernel. */
function pythonCost(has: string, wanted: string | undefined): number {
  if (wanted === undefined) return 0;
  const minor = (version: string): number => Number(version.split('.')[1] ?? 0);
  return Math.abs(minor(has) - minor(wanted));
}

/** Of the packages those that the image is not known to have. */
export function missingIn(
  { packages = [] }: Pick<CatalogueImage, 'packages'>,
  wanted: readonly string[]
): readonly string[] {
  const has = new Set(packages);
  return wanted.filter(name => !has.has(name));
}

function compareCosts(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((cost, i) => cost !== b[i]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

function whyImage(entry: CatalogueImage, { python }: ImageWish): Message {
  const { title } = entry;
  if (python === undefined) return reason('image-of-catalogue', { title });
  const wanted = minorOf(python);
  return wanted === entry.python
    ? reason('image-same-python', { title, python: wanted })
    : reason('image-nearest', { title, python: wanted });
}
