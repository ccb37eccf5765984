/** A kubeconfig that holds everything itself, so that it can be copied. */
import { stringify } from 'yaml';

/** Who asks whom. All but the names are texts in PEM. */
export interface KubeconfigFacts {
  readonly name: string;
  readonly server: string;
  readonly authority: string;
  /** Absent where the server knows who asks. */
  readonly identity?: { readonly certificate: string; readonly key: string };
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
          user: identity
            ? {
                'client-certificate-data': base64(identity.certificate),
                'client-key-data': base64(identity.key)
              }
            : {}
        }
      ]
    },
    { lineWidth: 0 }
  );
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');
