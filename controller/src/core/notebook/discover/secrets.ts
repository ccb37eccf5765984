/** Files that hold credentials, by their names: such a file never leaves by itself. */

const SECRET_NAMES: readonly RegExp[] = [
  /^\.env(?:\..+)?$|\.env$/,
  /\.(?:pem|key|p12|pfx|jks|keystore|kdbx|ppk|gpg)$/,
  /^id_(?:rsa|dsa|ecdsa|ed25519)/,
  /^\.(?:netrc|pypirc|npmrc|pgpass|git-credentials|htpasswd|dockercfg|vault-token)$/,
  /^_netrc$/,
  /^(?:credentials?|client[-_]?secrets?|secrets?)(?![a-z])[^/]*\.(?:json|ya?ml|toml|ini|txt|cfg)$/,
  /service[-_]?account[^/]*\.json$/,
  /^(?:kubeconfig|credentials|secrets?|kaggle\.json|token\.(?:json|txt))$/,
  /\.kubeconfig$|^kubeconfig[^/]*$/
];
const SECRET_FOLDERS = /(?:^|\/)\.(?:aws|azure|kube|ssh|gnupg|docker|config\/gcloud)\//;
/** Examples of such files are meant to be shared. */
const EXAMPLES = /\.(?:example|sample|template|dist)$/;

export function looksSecret(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  if (EXAMPLES.test(name)) return false;
  return (
    SECRET_FOLDERS.test(path.toLowerCase()) ||
    SECRET_NAMES.some(pattern => pattern.test(name))
  );
}
