import * as v from 'valibot';
import { type Day, readDay } from '../report/dates.ts';

/*
 * What stored documents are made of. The schema of a document is its type as well as its check, so that neither can say
 * what the other does not. Every object may have fields that only a newer release knows: they are kept.
 */

/** An object with these fields, and any others. */
export function stored<T extends v.ObjectEntries>(
  fields: T,
): Stored<Readonly<v.InferOutput<v.ObjectSchema<T, undefined>>>> {
  return v.pipe(v.custom<Fields>(isObject), v.looseObject(fields));
}

export type Stored<T> = v.GenericSchema<unknown, T>;

type Fields = Readonly<Record<string, unknown>>;

/** Whether a document is of a schema; none of them changes what it checks, so the document itself is used on. */
export function isStored<T>(schema: Stored<T>, document: unknown): document is T {
  return v.safeParse(schema, document, { abortEarly: true }).success;
}

export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Values of one kind by name; what JavaScript itself gives a meaning to is no name, and is not checked by the library. */
export function byName<T>(kind: Stored<T>): Stored<Readonly<Record<string, T>>> {
  return v.pipe(v.custom<Fields>(hasPlainNames), v.record(v.string(), kind));
}

function hasPlainNames(value: unknown): boolean {
  return isObject(value) && !['__proto__', 'constructor', 'prototype'].some((name) => Object.hasOwn(value, name));
}

export function listOf<T>(kind: Stored<T>): Stored<readonly T[]> {
  return v.array(kind);
}

/** JSON spells infinity as a number that is too large. */
export const NUMBER = v.pipe(v.number(), v.finite());

/** What may become the value of a label: two texts that differ by a lone surrogate alone would be one. */
export const TEXT = v.pipe(
  v.string(),
  v.check((text) => text.isWellFormed()),
);

/** A point in time as ISO 8601, the way `Date` writes it: so texts compare as times do. */
export const TIME = v.pipe(
  v.string(),
  v.check((text) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(text) && !Number.isNaN(Date.parse(text))),
);

/** The reports of Microsoft Graph are of 2017; a day of another century would make a document for each year since. */
const FIRST_DAY: Day = '2000-01-01';

export function isDay(text: string): boolean {
  return text.length === FIRST_DAY.length && text >= FIRST_DAY && readDay(text) !== undefined;
}

export const DAY = v.pipe(v.string(), v.check(isDay));
