import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeAnswer } from './answers.js';

describe('a remembered answer', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jkf-answers-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is written as a whole', async () => {
    await writeAnswer(join(folder, 'deep', 'answer.json'), '{}');
    expect(await readdir(join(folder, 'deep'))).toEqual(['answer.json']);
    expect(await readFile(join(folder, 'deep', 'answer.json'), 'utf8')).toBe('{}');
  });

  it('leaves nothing aside when it cannot take its place', async () => {
    await mkdir(join(folder, 'answer.json'));
    await writeAnswer(join(folder, 'answer.json'), '{}');
    expect(await readdir(folder)).toEqual(['answer.json']);
  });
});
