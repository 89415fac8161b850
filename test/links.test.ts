import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path/posix';
import { expect, it } from 'vitest';
import { pages } from './support/pages.ts';

it('every script that a page names is there', async () => {
  const { scripts } = JSON.parse(await readFile('package.json', 'utf8'));
  const named = [...pages].flatMap(([path, text]) =>
    [...text.matchAll(/npm run (?:--silent )?([\w:-]+)/g)].map(([, script = '']) => ({ path, script })),
  );

  expect(named.filter(({ script }) => !(script in scripts))).toEqual([]);
});

it('every relative link leads to a file, and to a heading in it', async () => {
  const files = new Set((await readdir('.', { recursive: true })).filter((path) => !path.startsWith('node_modules')));
  const broken = [...pages].flatMap(([path, text]) =>
    linksIn(text)
      .filter((link) => !leads(path, link, files))
      .map((link) => `${path}: ${link}`),
  );

  expect(broken).toEqual([]);
});

function leads(from: string, link: string, files: ReadonlySet<string>): boolean {
  const [path = '', heading] = link.split('#');
  const target = path === '' ? from : normalize(join(dirname(from), path)).replace(/\/$/, '');
  if (!files.has(target)) return false;
  return heading === undefined || anchorsIn(pages.get(target) ?? '').includes(heading);
}

/** Without those to other hosts, and what only looks like a link in code. */
function linksIn(text: string): readonly string[] {
  const prose = text.replace(/```[\s\S]*?```/g, '').replace(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link).filter((link) => !/^\w+:/.test(link));
}

/** As GitHub makes them; the second heading of a name gets a number. */
function anchorsIn(text: string): readonly string[] {
  const headings = [...text.replace(/```[\s\S]*?```/g, '').matchAll(/^#+ (.+)$/gm)];
  return headings.map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_\- ]/gu, '')
      .replaceAll(' ', '-'),
  );
}
