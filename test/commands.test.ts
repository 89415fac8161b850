import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';

/** What one of bash, PowerShell 5.1 and cmd does not know, or npm loses in PowerShell (https://github.com/npm/cli/issues/4903). */
const OF_ONE_SHELL = /&&|\|\||[|;'"`\\]|^\s*(export|set|cp|sudo|source|curl) |^\w+=|\$|\s--\s/;

it('the README has commands that every shell understands, one a line', async () => {
  const readme = await readFile('README.md', 'utf8');
  const commands = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block = '']) => block.trim().split('\n'));

  expect(commands.length).toBeGreaterThan(8);
  expect(commands.filter((command) => OF_ONE_SHELL.test(command))).toEqual([]);
});
