/** What is done about packages of images, and what may go wrong with them all the same. */
export const PACKAGE_REASONS = {
  'packages-base': 'looking into the base',
  'packages-inventory': 'reading what the base has, {size} of {total}',
  'packages-resolve': 'looking for {count}',
  'packages-collect': 'looking for {package}',
  'packages-fetch': 'fetching {file}',
  'packages-python-differs':
    'the notebook has run with Python {own}, and the base has {python}',
  'packages-base-broken':
    'of the base, {by} wants {requirement} and would get {version}',
  'packages-yanked': '{package} {version} was taken back by who published it'
} as const;
