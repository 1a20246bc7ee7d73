/** Unpacks the browser of `@sparticuz/chromium`, its fonts and its libraries into the folder for temporary files (`TMPDIR`). */
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import chromium, { inflate } from '@sparticuz/chromium';

const build = dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium')));
await chromium.executablePath();
// The package takes these out on the machines of one provider alone; a bare machine lacks them just as well.
await inflate(resolve(build, '../bin/al2023.tar.br'));
