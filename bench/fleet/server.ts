import { addressOf, listen } from '../../src/hosts/standalone/listen.ts';
import { beChild } from '../child.ts';
import { QUIET_LOG } from '../quiet-log.ts';
import { openFleet } from './open.ts';

/** The standalone server of so many tenants, in a process of its own: `<tenants>`. */
const fleet = await openFleet(process.env);
const server = await listen({ settings: { ...fleet.settings.base, port: 0 }, respond: fleet.respond }, QUIET_LOG);
const origin = addressOf(server);
beChild({ address: `${origin}/metrics`, tenants: process.argv[2] ?? '', targets: `${origin}/targets` });
