/** What is done about packages of images, and what may go wrong with them all the same. */
export const PACKAGE_REASONS = {
  'packages-base': 'looking into the base',
  'packages-inventory': 'reading what the base has, {size} of {total}',
  'packages-resolve': 'looking for {count}',
  'packages-collect': 'looking for {package}',
  'packages-fetch': 'fetching {file}',
  'packages-add':
    'layers on the image, for what it lacks; the same for all who need the same',
  'packages-none': 'the code needs no packages',
  'packages-push-unknown': 'nobody says where an image with more could be pushed',
  'build-cluster': 'built in the cluster: {because}',
  'build-local': 'built by {tool} of this computer: {because}',
  'build-left-out': 'left out, for nothing can build it: {because}',
  'packages-of-dockerfile': 'the Dockerfile brings what the code needs',
  'build-is-in': 'built when the run was started',
  'image-built': '{base}, with what was built on it',
  'packages-from-here':
    'No index has {names} for this image: taken as installed here, in the notebook’s Python.',
  'packages-are-in': 'they were added when the run was started',
  'image-with-packages': '{base}, with the packages that it lacks',
  'packages-to-look': 'nobody has looked yet what the image lacks; a start does',
  'packages-looking': 'being looked for in the image and in the package index',
  'packages-complete': 'the image has all of them: {count}',
  'packages-added': '{added} will be added, {replaced} replaced; the image has {count}',
  'packages-layer': 'making the layer of {packages}',
  'packages-send': 'pushing {packages}',
  'packages-python-differs':
    'the notebook has run with Python {own}, and the image has {python}: nothing changes for most code; if it matters, choose an image with Python {own}',
  'packages-base-broken':
    'of the base, {by} wants {requirement} and would get {version}',
  'packages-found-before':
    'the versions are those that somebody who pushes to {repository} found {minutes} min ago',
  'packages-yanked': '{package} {version} was taken back by who published it'
} as const;
