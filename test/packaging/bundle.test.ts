import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { bundle } from '../../packaging/bundle.ts';
import { temporaryFolder } from '../support/run.ts';

const SOURCE = `
export function makeFinder(name) {
  function findThing() {
    throw new Error(name);
  }
  return findThing;
}
`;

it('keeps the names that a stack shows, and does not name each function anew when it is made', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'source.ts'), SOURCE);
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');

  await bundle({ main: join(folder, 'source.ts') }, join(folder, 'dist'));

  const { makeFinder } = await import(pathToFileURL(join(folder, 'dist/main.js')).href);
  expect(stackOf(makeFinder('gone'))).toMatch(/^Error: gone\n +at findThing /);
  expect(String(makeFinder)).not.toContain('"findThing"');
});

function stackOf(action: () => void): string | undefined {
  try {
    action();
  } catch (error) {
    return error instanceof Error ? error.stack : undefined;
  }
  return undefined;
}
