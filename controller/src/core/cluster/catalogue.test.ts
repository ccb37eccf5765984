import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CatalogueImage } from '@jupyterlab-kubeflow/protocol';
import { parseReference } from '../image/reference.js';
import {
  BUILT_IN_IMAGES,
  catalogueOf,
  chooseImage,
  type ImageWish
} from './catalogue.js';

const wish = (changes: Partial<ImageWish> = {}): ImageWish => ({
  framework: 'none',
  packages: [],
  ...changes
});

const chosen = (
  changes: Partial<ImageWish>,
  images: readonly CatalogueImage[] = BUILT_IN_IMAGES
): string => chooseImage(images, wish(changes))?.entry.image.split('/').at(-1) ?? '';

describe('the built-in images', () => {
  it('have names that a registry takes, each once, with a tag', () => {
    const names = BUILT_IN_IMAGES.map(({ image }) => image);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) {
      expect(parseReference(name).host, name).toBeDefined();
      expect(parseReference(name).tag, name).not.toBe('latest');
    }
  });

  it.each<[Partial<ImageWish>, string]>([
    [{ python: '3.12.1', packages: ['pandas'] }, 'scipy-notebook:python-3.12'],
    [{ python: '3.9.2', packages: ['pandas'] }, 'python:3.9-slim'],
    [{ python: '3.13.0', framework: 'torch' }, 'pytorch-notebook:python-3.13'],
    [
      { python: '3.12.0', framework: 'torch', gpu: 'nvidia.com/gpu' },
      'pytorch-notebook:cuda12-python-3.12'
    ],
    [
      { python: '3.11.0', framework: 'torch', gpu: 'amd.com/gpu' },
      'pytorch:rocm6.4.1_ubuntu24.04_py3.12_pytorch_release_2.6.0'
    ],
    [{ python: '3.11.0', framework: 'tensorflow' }, 'tensorflow-notebook:python-3.11'],
    [
      { python: '3.11.0', framework: 'tensorflow', gpu: 'nvidia.com/gpu' },
      'tensorflow:2.19.0-gpu'
    ]
  ])('for %j are led by %s', (changes, image) => {
    expect(chosen(changes)).toBe(image);
  });
});

describe('a choice', () => {
  const image = (changes: Partial<CatalogueImage>): CatalogueImage => ({
    image: 'r.example/x:1',
    title: 'x',
    python: '3.11',
    framework: 'none',
    accelerator: 'cpu',
    ...changes
  });

  it('is always one of the images, and of the framework where there is one', () => {
    const images = fc.array(
      fc.record({
        image: fc.constantFrom('r.example/a:1', 'r.example/b:1'),
        title: fc.string(),
        python: fc.constantFrom('3.9', '3.11', '3.13'),
        framework: fc.constantFrom('none', 'torch', 'tensorflow'),
        accelerator: fc.constantFrom('cpu', 'cuda', 'rocm')
      })
    );
    fc.assert(
      fc.property(
        images,
        fc.constantFrom('none', 'torch', 'tensorflow'),
        (list, framework) => {
          const choice = chooseImage(list, wish({ framework, python: '3.11.2' }));
          expect(choice === undefined).toBe(list.length === 0);
          if (!choice) return;
          expect(list).toContain(choice.entry);
          const fitting = list.some(entry => entry.framework === framework);
          if (fitting) expect(choice.entry.framework).toBe(framework);
        }
      )
    );
  });

  it('of two that fit is the one that has the packages, else the first', () => {
    const bare = image({ image: 'r.example/bare:1' });
    const full = image({ image: 'r.example/full:1', packages: ['numpy'] });
    expect(chosen({ packages: ['numpy'] }, [bare, full])).toBe('full:1');
    expect(chosen({}, [bare, full])).toBe('bare:1');
  });

  it('for plain code takes a framework’s image before none', () => {
    expect(chosen({}, [image({ framework: 'torch' })])).toBe('x:1');
    expect(chosen({ framework: 'torch' }, [image({ framework: 'none' })])).toBe('x:1');
  });
});

describe('a catalogue of an administrator', () => {
  const parsed = (value: unknown) =>
    catalogueOf({ data: { 'images.json': JSON.stringify(value) } });

  it('lists images; what is absent is the plainest', () => {
    expect(
      parsed([
        { image: 'r.example/a:1', python: '3.11.9', framework: 'torch' },
        { image: 'r.example/b:1' },
        'nothing'
      ])
    ).toEqual([
      {
        image: 'r.example/a:1',
        title: 'r.example/a:1',
        python: '3.11',
        framework: 'torch',
        accelerator: 'cpu'
      }
    ]);
  });

  it('is empty for anything else, and never throws', () => {
    expect(catalogueOf({})).toEqual([]);
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        parsed(value);
      })
    );
  });
});
