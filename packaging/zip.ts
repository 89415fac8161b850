import { unzipSync, zipSync } from 'fflate';

/** A zip tells local time, beginning with 1980: noon is that day in every time zone. */
const TIME = new Date(1980, 0, 1, 12);

/** The same files give the same bytes, whenever and wherever. */
export function toZip(files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const sorted = Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1));
  return zipSync(Object.fromEntries(sorted), { level: 9, mtime: TIME });
}

/** A line for each file with its bytes, before and in the zip, and one for all. */
export function listingOf(zip: Uint8Array): string {
  const files: { readonly name: string; readonly originalSize: number; readonly size: number }[] = [];
  unzipSync(zip, {
    filter: (file) => {
      files.push(file);
      return false;
    },
  });
  const total = files.reduce((sum, file) => sum + file.originalSize, 0);
  return [
    line('bytes', 'zipped', 'file'),
    ...files.map(({ name, originalSize, size }) => line(grouped(originalSize), grouped(size), name)),
    line(grouped(total), grouped(zip.length), `${files.length} files in the zip, which has this many bytes as a whole`),
  ].join('\n');
}

function line(raw: string, zipped: string, what: string): string {
  return `${raw.padStart(10)}${zipped.padStart(10)}  ${what}`;
}

function grouped(bytes: number): string {
  return bytes.toLocaleString('en-US');
}
