/**
 * The section of a changelog for a tag such as `v1.2.3`, without its heading.
 *
 * @throws Error where the tag is not that of the package's version, or the changelog has nothing for it
 */
export function releaseNotes(changelog: string, tag: string, version: string): string {
  if (tag !== `v${version}`) {
    throw new Error(
      `The tag is ${tag || 'missing'} and package.json has ${version}: tag v${version}, or change the version`,
    );
  }
  const sections = changelog.split(/^(?=## )/m);
  const own = sections.find((section) => /^## \[?([^\s\]]+)/.exec(section)?.[1] === version);
  const notes = own?.replace(/^.*\n+/, '').trim();
  if (!notes)
    throw new Error(`CHANGELOG.md has no section "## ${version}": give "Unreleased" that heading and its date`);
  return `${notes}\n`;
}
