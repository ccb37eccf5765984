/** The image a run on a cluster uses, why, and what it is not known to have. */
import {
  problem,
  reason,
  type CatalogueImage,
  type Check,
  type ImageEnvironment,
  type Message,
  type Requirement
} from '@jupyterlab-kubeflow/protocol';
import {
  chooseImage,
  minorOf,
  missingIn,
  type ImageWish
} from '../cluster/catalogue.js';
import { nameFault, parseReference } from '../image/reference.js';
import { failed, passed, warned } from './checks.js';
import { isNeeded } from './packages.js';

/** What there is to choose from. */
export interface ImageSources {
  /** What the user wants. */
  readonly chosen?: string;
  /** The image of the notebook server we run in. */
  readonly own?: string;
  /** A catalogue. */
  readonly images: readonly CatalogueImage[];
}

export interface DecidedImage {
  readonly environment: ImageEnvironment;
  readonly checks: readonly Check[];
}

/** Found on the PATH of every image of a catalogue. */
const PYTHON = 'python3';

export function decideImage(
  { chosen, own, images }: ImageSources,
  wish: Omit<ImageWish, 'packages'>,
  requirements: readonly Requirement[]
): DecidedImage {
  const wanted = requirements.filter(isNeeded);
  const listed = (image: string): CatalogueImage | undefined =>
    images.find(entry => entry.image === image);
  if (chosen !== undefined) {
    return of(chosen, listed(chosen), reason('chosen', {}), { wish, wanted });
  }
  if (own !== undefined) {
    const environment = environmentOf(own, undefined, reason('image-own', {}));
    return { environment, checks: [passed('image', reason('image-own', {}))] };
  }
  const packages = wanted.map(({ name }) => name);
  const choice = chooseImage(images, { ...wish, packages });
  // The built-in catalogue is not empty, and an empty one is not taken for one.
  if (!choice) return { ...NONE };
  return of(choice.entry.image, choice.entry, choice.reason, { wish, wanted });
}

const NONE: DecidedImage = {
  environment: {
    kind: 'image',
    image: '',
    python: PYTHON,
    reason: reason('image-none', {})
  },
  checks: [failed('image', problem('image-none', {}))]
};

function environmentOf(
  image: string,
  entry: CatalogueImage | undefined,
  why: Message
): ImageEnvironment {
  const version = entry ? { version: entry.python } : {};
  return { kind: 'image', image, python: PYTHON, ...version, reason: why };
}

interface Needs {
  readonly wish: Omit<ImageWish, 'packages'>;
  readonly wanted: readonly Requirement[];
}

function of(
  image: string,
  entry: CatalogueImage | undefined,
  why: Message,
  needs: Needs
): DecidedImage {
  return {
    environment: environmentOf(image, entry, why),
    checks: [
      ...checkName(image),
      ...checkVersion(image, entry, needs),
      ...checkPackages(image, entry, needs)
    ]
  };
}

/** What a kubelet could not even look for. */
function checkName(image: string): Check[] {
  try {
    parseReference(image);
    return [];
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const why = { image, detail: nameFault(error) };
    return [failed('image', problem('image-name-invalid', why))];
  }
}

/** What the kernel pickled or compiled may not be read by another Python. */
function checkVersion(
  image: string,
  entry: CatalogueImage | undefined,
  { wish }: Needs
): Check[] {
  if (!entry || wish.python === undefined) return [];
  const kernel = minorOf(wish.python);
  if (kernel === entry.python) {
    return [passed('image', reason('image-python-fits', { python: kernel }))];
  }
  const params = { image, python: entry.python, kernel };
  return [warned('image', problem('image-python-differs', params))];
}

/** Of what the code needs that which the image is not known to have: nobody has looked. */
function checkPackages(
  image: string,
  entry: CatalogueImage | undefined,
  { wanted }: Needs
): Check[] {
  if (wanted.length === 0) {
    return [passed('packages', reason('requirements-none', {}))];
  }
  const missing = missingIn(
    entry ?? {},
    wanted.map(({ name }) => name)
  );
  const count = String(wanted.length - missing.length);
  if (missing.length === 0) {
    return [passed('packages', reason('image-has-packages', { count }))];
  }
  const packages = missing.join(', ');
  if (entry?.packages) {
    return [warned('packages', problem('image-packages-unsure', { image, packages }))];
  }
  const message = reason('image-packages-unknown', { packages });
  return [{ name: 'packages', outcome: 'unknown', message }];
}
