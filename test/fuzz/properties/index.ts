import type { Property } from '../property.ts';
import { expositionProperties } from './exposition.ts';
import { historyProperties } from './history.ts';
import { pointProperties } from './points.ts';
import { readingProperties } from './reading.ts';
import { settingsProperties } from './settings.ts';
import { storedProperties } from './stored.ts';

/** What holds of every file and every environment, for the short run of `npm test` and the long one of `npm run fuzz`. */
export const properties: readonly WeightedProperty[] = [
  ...weighted(4, readingProperties),
  ...weighted(1, pointProperties),
  ...weighted(2, historyProperties),
  ...weighted(1, expositionProperties),
  ...weighted(4, settingsProperties),
  ...weighted(1, storedProperties),
];

/** With its part of a run: what is slow would otherwise take most of the time. */
interface WeightedProperty extends Property {
  readonly weight: number;
}

function weighted(weight: number, group: readonly Property[]): readonly WeightedProperty[] {
  return group.map((property) => ({ ...property, weight }));
}
