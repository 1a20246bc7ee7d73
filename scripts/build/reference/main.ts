/** Writes the schemas of files that people write, and the pages of docs/ that are made from the code. */
import { writeFileSync } from 'node:fs';
import { referenceFiles } from './reference.ts';

for (const { path, text } of referenceFiles()) writeFileSync(path, text);
