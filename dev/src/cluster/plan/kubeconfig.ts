/** A kubeconfig that holds everything itself, so that it can be copied. */
import { stringify } from 'yaml';

/** How somebody shows who they are. */
export type Identity =
  { readonly certificate: string; readonly key: string } | { readonly token: string };

/** Who asks whom. All but the names are texts in PEM. */
export interface KubeconfigFacts {
  readonly name: string;
  readonly server: string;
  readonly authority: string;
  readonly identity: Identity;
}

export function kubeconfig(facts: KubeconfigFacts): string {
  const { name, identity } = facts;
  return stringify(
    {
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': name,
      contexts: [
        { name, context: { cluster: name, user: name, namespace: 'default' } }
      ],
      clusters: [
        {
          name,
          cluster: {
            server: facts.server,
            'certificate-authority-data': base64(facts.authority)
          }
        }
      ],
      users: [
        {
          name,
          user: userOf(identity)
        }
      ]
    },
    { lineWidth: 0 }
  );
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

function userOf(identity: Identity): Record<string, string> {
  if ('token' in identity) return identity;
  return {
    'client-certificate-data': base64(identity.certificate),
    'client-key-data': base64(identity.key)
  };
}
