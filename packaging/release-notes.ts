import { readFile } from 'node:fs/promises';
import { releaseNotes } from './release-section.ts';

/** `node packaging/release-notes.ts v1.2.3`: what CHANGELOG.md says of the version that this tag releases. */
const { version } = JSON.parse(await readFile('package.json', 'utf8'));
process.stdout.write(releaseNotes(await readFile('CHANGELOG.md', 'utf8'), process.argv[2] ?? '', version));
