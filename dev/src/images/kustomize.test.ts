import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { setImages, type KustomizeImage } from './kustomize.js';

const IMAGE: KustomizeImage = { name: 'a', newName: 'r.example/a', digest: 'sha256:1' };

describe('the images of a kustomization', () => {
  it('are changed in their place, and comments stay', () => {
    const text = `# ours
resources: [x.yaml] # one
images:
  # the server
  - name: a
    newTag: "1" # moved by hand
  - name: b
    newTag: "2"
`;
    expect(setImages(text, [IMAGE])).toBe(`# ours
resources: [ x.yaml ] # one
images:
  # the server
  - name: a
    newName: r.example/a
    digest: sha256:1
  - name: b
    newTag: "2"
`);
  });

  it.each([
    ['an empty file', ''],
    ['a file without images', 'resources: []\n'],
    ['a comment alone', '# nothing yet\n']
  ])('are added to %s', (_, text) => {
    const images = [IMAGE];
    expect(parse(setImages(text, images))).toMatchObject({ images });
  });

  it.each([
    ['no YAML', 'a: [', /is no YAML/],
    ['no list', 'images: a\n', /are no list/]
  ])('are refused in %s', (_, text, message) => {
    expect(() => setImages(text, [IMAGE])).toThrow(message);
  });

  it('are the same when they are set again', () => {
    const image = fc.record({
      name: fc.stringMatching(/^[a-z]{1,4}$/),
      newName: fc.stringMatching(/^r\.example\/[a-z]{1,4}$/),
      digest: fc.constant('sha256:2')
    });
    fc.assert(
      fc.property(fc.array(image, { maxLength: 4 }), images => {
        const once = setImages('images:\n  - name: a # kept\n', images);
        expect(setImages(once, images)).toBe(once);
      })
    );
  });
});
