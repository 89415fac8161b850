import { expect, it } from 'vitest';
import { releaseNotes } from '../../packaging/release-section.ts';

const CHANGELOG =
  '# Changelog\n\n## Unreleased\n\n- New.\n\n## 1.2.3 / 2026-12-01\n\n- [FEATURE] A.\n- [BUGFIX] B.\n\n## 1.2.30\n\n- C.\n';

it('are the section of the version, and nothing of its neighbours', () => {
  expect(releaseNotes(CHANGELOG, 'v1.2.3', '1.2.3')).toBe('- [FEATURE] A.\n- [BUGFIX] B.\n');
  expect(releaseNotes(CHANGELOG, 'v1.2.30', '1.2.30')).toBe('- C.\n');
});

it.each([
  ['v1.2.4', '1.2.3', 'The tag is v1.2.4 and package.json has 1.2.3: tag v1.2.3, or change the version'],
  ['', '1.2.3', 'The tag is missing and package.json has 1.2.3: tag v1.2.3, or change the version'],
  ['v1.3.0', '1.3.0', 'CHANGELOG.md has no section "## 1.3.0": give "Unreleased" that heading and its date'],
])('stop a release of %s while the version is %s', (tag, version, message) => {
  expect(() => releaseNotes(CHANGELOG, tag, version)).toThrow(message);
});
