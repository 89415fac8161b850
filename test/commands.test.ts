import { readdir, readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';

/** What one of bash, PowerShell 5.1 and cmd does not know, or npm loses in PowerShell (https://github.com/npm/cli/issues/4903). */
const OF_ONE_SHELL = /&&|\|\||[|;'"`\\]|^\s*(export|set|cp|sudo|source|curl) |^\w+=|\$|\s--\s/;

it('the README and the pages of docs have commands that every shell understands, one a line', async () => {
  const names = (await readdir('docs')).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`);
  const pages = await Promise.all(['README.md', ...names].map((path) => readFile(path, 'utf8')));
  const commands = pages
    .flatMap((page) => [...page.matchAll(/```sh\n([\s\S]*?)```/g)])
    .flatMap(([, block = '']) => block.trim().split('\n'));

  const inline = pages.flatMap((page) =>
    [...page.matchAll(/`(npm run [^`]* -- [^`]*)`/g)].map(([, command]) => command),
  );

  expect(inline).toEqual([]);
  expect(commands.length).toBeGreaterThan(15);
  expect(commands.filter((command) => OF_ONE_SHELL.test(command.trim()))).toEqual([]);
});
