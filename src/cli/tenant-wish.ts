/** What is wanted of one tenant, and what is wrong with the wish as far as it could be read. */
export interface Wish {
  /** Before each sentence about it, such as `line 3: `. */
  readonly where: string;
  /** The id of a directory, or a domain of it. */
  readonly directory: string;
  /** Undefined: the id of the directory. */
  readonly key: string | undefined;
  /** Of the entry; what is left out changes nothing. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Sentences. */
  readonly problems: readonly string[];
}

export interface AddOptions {
  readonly key?: string;
  readonly name?: string;
  readonly label: readonly string[];
  readonly setting: readonly string[];
  readonly credential?: string;
  readonly csv?: string;
}

export function toWish(directory: string, { key, name, label, setting, credential }: AddOptions): Wish {
  const labels = toPairs('--label', label);
  const settings = toPairs('--setting', setting);
  return {
    where: '',
    directory,
    key,
    fields: toFields({ name, labels: labels.pairs, settings: settings.pairs, credential }),
    problems: [...labels.problems, ...settings.problems],
  };
}

/** Fields of an entry, without those that are empty. */
export function toFields({ name, labels, settings, credential }: WishedFields): Wish['fields'] {
  return {
    ...(name && { name }),
    ...(Object.keys(labels).length > 0 && { labels }),
    ...(Object.keys(settings).length > 0 && { settings }),
    ...(credential && { credential: toCredential(credential) }),
  };
}

interface WishedFields {
  readonly name: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly settings: Readonly<Record<string, string>>;
  readonly credential: string | undefined;
}

/** What is no JSON stays a text, which is no credential then. */
function toCredential(text: string): unknown {
  try {
    return text.startsWith('{') ? JSON.parse(text) : text;
  } catch {
    return text;
  }
}

function toPairs(option: string, texts: readonly string[]) {
  const pairs = texts.flatMap((text) => {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  });
  const names = pairs.map(([name]) => name);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  const problems = [
    ...(pairs.length < texts.length ? [`${option} needs <name>=<value>`] : []),
    ...new Set(twice.map((name) => `${option} names ${name} twice; name it once`)),
  ];
  return { pairs: Object.fromEntries(pairs), problems };
}
