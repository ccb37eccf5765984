import { describe, expect, it } from 'vitest';
import { problem, ProblemError, type Check } from '@jupyterlab-kubeflow/protocol';
import { failed } from '../core/plan/checks.js';
import type { AppendedImage } from '../service/image-build.js';
import type { ImageRequest, Images } from '../service/images.js';
import type { Planned } from '../service/services.js';
import { NO_IMAGES } from '../service/testing.js';
import { runLine, scriptedServices } from './testing/cli.js';
import { aPlan } from './testing/plan.js';
import { RecordedOutput, RecordedProcess } from './testing/process.js';
import { ScriptedTarget } from './testing/target.js';

const DIGEST = `sha256:${'a'.repeat(64)}` as const;
const built: AppendedImage = {
  reference: `r.example/me/a@${DIGEST}`,
  digest: DIGEST,
  base: `r.example/py@${DIGEST}`,
  platform: 'linux/amd64',
  layers: 11,
  size: 5 << 20,
  layerSize: 3000,
  sentBytes: 4096,
  requests: 5
};
const LINE = 'image build digits.ipynb --base r.example/py --push r.example/me/a';

function builder(build?: Images['build']) {
  const asked: ImageRequest[] = [];
  const images: Images = {
    ...NO_IMAGES,
    build: (planned, request) => {
      asked.push(request);
      return build?.(planned, request) ?? Promise.resolve(built);
    },
    pack: () => Promise.reject(new Error('not in this test'))
  };
  return { images, asked };
}

function services(images: Images, checks: readonly Check[] = []) {
  const plan = aPlan({ checks: [...checks] });
  const { entry } = plan.bundle;
  const bundle = { digest: DIGEST, files: [], entry, requirements: [] };
  const planned: Planned = { plan, bundle };
  return { ...scriptedServices(new ScriptedTarget([]), planned), images };
}

const onTerminal = () =>
  new RecordedProcess(new RecordedOutput(), new RecordedOutput(true));

describe('jkf image build', () => {
  it('prints the image by its digest, and nothing else', async () => {
    const { images, asked } = builder();
    const { code, out, err } = await runLine(
      `${LINE}:2 --plain-http r.example --trust-host auth.svc --ca-file ca.pem --platform linux/arm/v7 --pull-host node:5000`,
      services(images)
    );
    expect([code, out, err]).toEqual([0, `${built.reference}\n`, '']);
    expect(asked[0]).toMatchObject({
      base: 'r.example/py',
      push: 'r.example/me/a:2',
      pullHost: 'node:5000',
      platform: { os: 'linux', architecture: 'arm', variant: 'v7' },
      access: {
        plainHttp: ['r.example'],
        trusted: ['auth.svc'],
        caFile: '/work/ca.pem'
      }
    });
  });

  it('gives programs all that came of it', async () => {
    const { code, out } = await runLine(`${LINE} -o json`, services(builder().images));
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual(built);
  });

  it('says on a terminal what is done and what it cost', async () => {
    const { images } = builder((_, { onProgress }) => {
      onProgress?.({ step: 'upload', bytes: 2048 });
      return Promise.resolve(built);
    });
    const { out, err } = await runLine(LINE, services(images), onTerminal());
    expect(out).toBe(`${built.reference}\n`);
    expect(err).toContain('Pushing the code, 2.0 KiB …');
    expect(err).toContain('11 layers, 5.0 MiB; 4.0 KiB sent in 5 requests');
  });

  it('builds nothing of code that cannot run', async () => {
    const { images, asked } = builder();
    const why = problem('syntax-invalid', {
      version: '3',
      where: 'cell 1',
      detail: 'x'
    });
    const { code, err } = await runLine(
      LINE,
      services(images, [failed('syntax', why)])
    );
    expect(code).toBe(2);
    expect(err).toContain(why.sentence.slice(0, 40));
    expect(asked).toEqual([]);
  });

  it('does not ask whether this computer could run it', async () => {
    const why = problem('kernel-missing', { kernel: 'k' });
    const checks = [failed('kernel', why)];
    const { code } = await runLine(LINE, services(builder().images, checks));
    expect(code).toBe(0);
  });

  it('reports what the registry says', async () => {
    const row = problem('registry-busy', { host: 'r.example', seconds: 5 });
    const { images } = builder(() => Promise.reject(new ProblemError(row)));
    const { code, out, err } = await runLine(`${LINE} -o json`, services(images));
    expect(code).toBe(2);
    expect(err).toContain(row.sentence);
    expect(JSON.parse(out)).toMatchObject({ problem: { code: 'registry-busy' } });
  });

  it('ends with Ctrl-C', async () => {
    const process = new RecordedProcess();
    const { images } = builder((_, { signal }) => {
      queueMicrotask(() => process.signal('SIGINT'));
      return new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => {
          reject(new Error('aborted'));
        });
      });
    });
    const { code } = await runLine(LINE, services(images), process);
    expect(code).toBe(130);
  });

  it.each([
    ['--platform linux', /--platform/],
    ['--platform a/b/c/d', /--platform/]
  ])('refuses %s', async (option, message) => {
    const { code, err } = await runLine(
      `${LINE} ${option}`,
      services(builder().images)
    );
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });

  it('wants a base and a place', async () => {
    const { code, err } = await runLine('image build a.ipynb --base x', {});
    expect(code).toBe(2);
    expect(err).toContain('--push');
  });
});
