import leven from 'leven';
import type { Environment } from '../system/environment.ts';
import { OF_LIBRARIES } from './setting-values.ts';

/** Letters of a name that may be wrong, as a share of all and at most: `HOME` is no `HOST`, and traces are no metrics. */
const MAX_WRONG = 1 / 7;
const MAX_WRONG_LETTERS = 2;

/** A sentence for each variable that is almost a setting, where that setting itself is not there. */
export function misspelt(env: Environment, own: readonly string[]): readonly string[] {
  const names = [...own, ...OF_LIBRARIES];
  return Object.keys(env)
    .filter((name) => !names.includes(name))
    .flatMap((name) => {
      const meant = names.find((known) => env[known] === undefined && isNear(name, known));
      return meant === undefined ? [] : [`${name} is no setting and has no effect; did you mean ${meant}?`];
    });
}

function isNear(name: string, known: string): boolean {
  const most = Math.min(Math.floor(known.length * MAX_WRONG), MAX_WRONG_LETTERS);
  return Math.abs(name.length - known.length) <= most && leven(name.toLowerCase(), known.toLowerCase()) <= most;
}
