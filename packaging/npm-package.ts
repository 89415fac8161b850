import { execFileSync } from 'node:child_process';
import { copyFile, cp, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { bundle } from './bundle.ts';
import { licencesOf } from './licences.ts';

/** The folder that is packed, and beside it the tarball: another one may be named. */
const FOLDER = process.argv[2] ?? 'dist/npm';

/** What is published as it is, beside the bundle; the demo names rules and dashboards by these very paths. */
const FILES = ['README.md', 'CHANGELOG.md', 'LICENSE', 'host.json', 'local.settings.sample.json'];
const RULES = ['m365-usage.yaml', 'm365-usage-pushed.yaml'].map((file) => `infra/alerts/${file}`);
const FOLDERS = ['infra/grafana/dashboards', 'infra/grafana/provisioning'];

/**
 * The npm package: both hosts with everything bundled, so that it has no dependencies and runs nothing when it is
 * installed. `npm pack` makes a tarball of it, the same to the byte from the same sources.
 */
await rm(FOLDER, { recursive: true, force: true });
const hosts = { functions: 'src/hosts/functions/index.ts', cli: 'src/cli/main.ts' };
const metafile = await bundle(hosts, `${FOLDER}/dist`);
await mkdir(`${FOLDER}/infra/alerts`, { recursive: true });
for (const file of [...FILES, ...RULES]) await copyFile(file, `${FOLDER}/${file}`);
for (const folder of FOLDERS) await cp(folder, `${FOLDER}/${folder}`, { recursive: true });
await writeFile(`${FOLDER}/THIRD_PARTY_LICENSES.txt`, await licencesOf(metafile));
await writeFile(`${FOLDER}/package.json`, `${JSON.stringify(await publishedManifest(), undefined, 2)}\n`);

const printed = execFileSync('npm', ['pack', resolve(FOLDER), '--pack-destination', dirname(FOLDER), '--silent'], {
  encoding: 'utf8',
  shell: process.platform === 'win32',
});
const tarball = join(dirname(FOLDER), printed.trim());
process.stdout.write(`${tarball} has ${(await stat(tarball)).size.toLocaleString('en-US')} bytes\n`);

/** What whoever installs it needs to know; scripts and dependencies are for those who build it. */
async function publishedManifest(): Promise<object> {
  const { name, version, description, keywords, license, type, engines, main, bin } = JSON.parse(
    await readFile('package.json', 'utf8'),
  );
  const { GITHUB_REPOSITORY: source } = process.env;
  const repository = source && { type: 'git', url: `git+https://github.com/${source}.git` };
  const exports = { './functions': `./${main}`, './package.json': './package.json' };
  return { name, version, description, keywords, license, repository, type, engines, main, exports, bin };
}
