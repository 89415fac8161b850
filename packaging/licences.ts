import { readdir, readFile } from 'node:fs/promises';
import type { Metafile } from 'esbuild';

/** The licences and notices of the packages that gave code to a bundle, each text once. */
export async function licencesOf(metafile: Metafile): Promise<string> {
  const namesByText = new Map<string, string[]>();
  for (const [folder, files] of [...packagesOf(metafile)].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const manifest = JSON.parse(await readFile(`${folder}/package.json`, 'utf8'));
    const text = (await licenceFiles(folder)) || (await ownWords(manifest, files));
    const name = `${manifest.name} ${manifest.version}`;
    namesByText.set(text, [...new Set([...(namesByText.get(text) ?? []), name])]);
  }
  const sections = [...namesByText].map(([text, names]) => `${names.join('\n')}\n\n${text}\n`);
  return ['This package contains code of the following packages.\n', ...sections].join(`\n${'-'.repeat(80)}\n\n`);
}

/** Folders of packages, with their files of which something is left in the bundle. */
function packagesOf({ outputs }: Metafile): Map<string, string[]> {
  const packages = new Map<string, string[]>();
  for (const [file, { bytesInOutput }] of Object.values(outputs).flatMap(({ inputs }) => Object.entries(inputs))) {
    const [, folder] = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file) ?? [];
    if (folder !== undefined && bytesInOutput > 0) packages.set(folder, [...(packages.get(folder) ?? []), file]);
  }
  return packages;
}

async function licenceFiles(folder: string): Promise<string> {
  const names = (await readdir(folder)).filter((name) => /^(licen[cs]e|copying|copyright|.*notice)/i.test(name));
  return joined(names.sort().map((name) => readFile(`${folder}/${name}`, 'utf8')));
}

/** Of a package without such a file: what its manifest says, and the copyright at the head of its files. */
async function ownWords(
  manifest: { readonly license: string; readonly author?: string; readonly homepage?: string },
  files: readonly string[],
): Promise<string> {
  const said = [`Licence: ${manifest.license}`, manifest.author, manifest.homepage].filter(Boolean).join('\n');
  const heads = files.map(async (file) => /^(?:\/\/.*\n)*/.exec(await readFile(file, 'utf8'))?.[0] ?? '');
  const copyrights = heads.map(async (head) => ((await head).includes('Copyright') ? await head : ''));
  return joined([said, ...copyrights]);
}

async function joined(texts: readonly (string | Promise<string>)[]): Promise<string> {
  const clean = (await Promise.all(texts)).map((text) => text.replaceAll('\r\n', '\n').trim());
  return [...new Set(clean)].filter((text) => text !== '').join('\n\n');
}
