import { copyFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { bundle } from './bundle.ts';
import { licencesOf } from './licences.ts';
import { listingOf, toZip } from './zip.ts';

const FOLDER = 'dist/package';
const ZIP = 'dist/package.zip';

/** What deploys it where there is no Bicep, and the form that the portal shows for it. */
const TEMPLATES = ['main.json', 'createUiDefinition.json'];

/** The Function app as it is published: everything is in the bundle, so that nothing is installed where it runs. */
await rm(FOLDER, { recursive: true, force: true });
const metafile = await bundle({ functions: 'src/hosts/functions/index.ts' }, `${FOLDER}/dist`);
const { name, version, type, main, engines } = JSON.parse(await readFile('package.json', 'utf8'));
await writeFile(`${FOLDER}/package.json`, `${JSON.stringify({ name, version, type, main, engines }, undefined, 2)}\n`);
await copyFile('host.json', `${FOLDER}/host.json`);
await copyFile('LICENSE', `${FOLDER}/LICENSE`);
await writeFile(`${FOLDER}/THIRD_PARTY_LICENSES.txt`, await licencesOf(metafile));

const zip = toZip(await filesIn(FOLDER));
await writeFile(ZIP, zip);
for (const file of TEMPLATES) await copyFile(`infra/${file}`, `dist/${file}`);
process.stdout.write(`${listingOf(zip)}\n\n${FOLDER} is what is in ${ZIP}; dist/main.json deploys what it runs on\n`);

async function filesIn(folder: string): Promise<Record<string, Uint8Array>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const read = async (path: string) => [relative(folder, path).replaceAll('\\', '/'), await readFile(path)] as const;
  return Object.fromEntries(await Promise.all(paths.map(read)));
}
