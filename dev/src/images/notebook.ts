/** Images that notebook servers run: JupyterLab with this project's extension, and kubectl. */
import { dirname, join } from 'node:path';
import { ROOT } from '../folders.js';
import type { Placed, Recipe } from './recipe.js';
import type { Makings } from './makings.js';

/** Whom servers run as, and the group that shared volumes have. */
const USER = { uid: 1000, gid: 100, name: 'jovyan' } as const;

const HOME = `home/${USER.name}`;

const SHELL = '/bin/bash';

/** Copied into a home that is empty: outside it, for a volume covers the image's home. */
const TEMPLATE = 'opt/home-template';

const FOLDER = join(ROOT, 'dev', 'images', 'notebook');

/** What users get besides JupyterLab: the SDK of the jobs they start. */
const PACKAGES = ['kubeflow==0.5.0'] as const;

/** Only for tests and for packing; users' images have no use for them. */
const TOOLS = /^(pytest|hatchling)\b/;

/** In the image below `torch` they are Debian's, which fit its PyTorch; newer ones do not. */
const DEBIANS = /^(numpy|matplotlib|scikit-learn)\b/;

export const notebook =
  (name: string, base: string) =>
  async ({ wheel, binary, requirements }: Makings): Promise<Recipe> => {
    const own = await wheel();
    const version = /^jupyterlab_kubeflow-([^-]+)-/.exec(
      own.slice(dirname(own).length + 1)
    );
    const lab = (await requirements('lab')).filter(
      line => !TOOLS.test(line) && !(base === 'torch' && DEBIANS.test(line))
    );
    return {
      name,
      about: `JupyterLab, kubectl and this extension on ${base}`,
      base,
      steps: [
        { kind: 'debian', packages: ['tini', 'procps', 'less', 'libatomic1'] },
        { kind: 'user', ...USER, home: `/${HOME}`, shell: SHELL },
        {
          kind: 'pip',
          requirements: [
            ...lab,
            ...PACKAGES,
            `jupyterlab-kubeflow==${version?.[1] ?? ''}`
          ],
          wheels: [own]
        }
      ],
      files: filesOf(await binary('kubectl')),
      changes: {
        user: `${String(USER.uid)}:${String(USER.gid)}`,
        env: { HOME: `/${HOME}`, NB_USER: USER.name, SHELL },
        workingDir: `/${HOME}`,
        ports: ['8888/tcp'],
        entrypoint: ['tini', '--'],
        cmd: ['start-notebook']
      }
    };
  };

function filesOf(kubectl: string): readonly Placed[] {
  const { uid, gid } = USER;
  const template = ['.bashrc', 'README.md'].map((name): Placed => ({
    kind: 'copy',
    path: `${TEMPLATE}/${name}`,
    from: join(FOLDER, 'home', name.replace(/^\./, 'dot-')),
    mode: 0o644
  }));
  return [
    { kind: 'copy', path: 'usr/local/bin/kubectl', from: kubectl, mode: 0o755 },
    {
      kind: 'copy',
      path: 'usr/local/bin/start-notebook',
      from: join(FOLDER, 'start-notebook'),
      mode: 0o755
    },
    { kind: 'folder', path: HOME, mode: 0o775, uid, gid },
    ...template
  ];
}
