/** Names images in a kustomization: what else is in the file stays as it is. */
import { isMap, isSeq, parseDocument, YAMLMap, YAMLSeq } from 'yaml';

/** One entry of `images:`. */
export interface KustomizeImage {
  /** As the manifests name it. */
  readonly name: string;
  /** Where it is, without tag. */
  readonly newName: string;
  readonly digest: string;
}

/**
 * The text of the kustomization with these images, by digest and without a tag.
 * @throws Error that says where the file is no YAML, or `images` no list
 */
export function setImages(text: string, images: readonly KustomizeImage[]): string {
  const document = parseDocument(text);
  const [problem] = document.errors;
  if (problem) throw new Error(`The kustomization is no YAML: ${problem.message}`);
  const there = document.get('images', true);
  if (there !== undefined && !isSeq(there)) {
    throw new Error('The kustomization’s images are no list.');
  }
  const list = there ?? new YAMLSeq();
  if (there === undefined) document.set('images', list);
  for (const image of images) setImage(list, image);
  return document.toString({ lineWidth: 0 });
}

function setImage(list: YAMLSeq, { name, newName, digest }: KustomizeImage): void {
  const found = list.items.find(item => isMap(item) && item.get('name') === name);
  const entry = isMap(found) ? found : new YAMLMap();
  if (!isMap(found)) list.add(entry);
  entry.set('name', name);
  entry.set('newName', newName);
  entry.delete('newTag');
  entry.set('digest', digest);
}
