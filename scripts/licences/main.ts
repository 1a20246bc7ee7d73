/** Writes THIRD-PARTY-LICENSES.md. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { licencesPage } from './licences-page.ts';
import { root } from './lock-file.ts';

writeFileSync(join(root, 'THIRD-PARTY-LICENSES.md'), licencesPage());
