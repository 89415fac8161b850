import { rm } from 'node:fs/promises';
import { bundle } from './bundle.ts';

/** Both hosts, for this machine. */
await rm('dist', { recursive: true, force: true });
await bundle({ functions: 'src/hosts/functions/index.ts', cli: 'src/cli/main.ts' }, 'dist');
