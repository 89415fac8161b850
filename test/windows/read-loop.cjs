const { closeSync, existsSync, openSync, readdirSync, readSync } = require('node:fs');
const { join } = require('node:path');

// Opens every file below a folder, again and again, as a virus scanner or a backup does.
const [folder = ''] = process.argv.slice(2);
const buffer = Buffer.alloc(1 << 20);
for (;;) {
  const entries = existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true }) : [];
  for (const entry of entries.filter((entry) => entry.isFile())) readWhole(join(entry.parentPath, entry.name));
  if (entries.length === 0) pause(50);
}

function readWhole(file) {
  try {
    const descriptor = openSync(file);
    while (readSync(descriptor, buffer) > 0);
    pause(5);
    closeSync(descriptor);
  } catch (error) {
    if (!['ENOENT', 'EBUSY', 'EPERM', 'EACCES'].includes(error.code)) throw error;
  }
}

function pause(ms) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
