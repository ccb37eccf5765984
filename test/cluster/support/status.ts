/** What `npm run cluster -- status -o json` gives. */
export interface Status {
  readonly name: string;
  readonly phase: string;
  readonly running: boolean;
  readonly folder: string;
  readonly kubeconfig: string;
  readonly kubectl: string;
  readonly audit: string;
  readonly addresses: { readonly host: string; readonly node: string };
  readonly addons: readonly string[];
  readonly registries: {
    readonly open: string;
    readonly auth: string;
    readonly username: string;
    readonly password: string;
  };
  readonly components: readonly {
    readonly name: string;
    readonly state: string;
    readonly version: string;
    readonly memoryBytes?: number;
    readonly log: string;
  }[];
}
