/** Writes THIRD-PARTY-LICENSES.md. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { licencesPage } from './supply-chain/licences.ts';
import { root } from './supply-chain/lock-file.ts';

writeFileSync(join(root, 'THIRD-PARTY-LICENSES.md'), licencesPage());
