/** Assembles the kernel of Extism guests, and what stands in for a guest at a rehearsal, into modules that the sandbox carries. */
import { writeFileSync } from 'node:fs';
import { bytesSource, ownModules } from './kernel-source.ts';

for (const file of ownModules.keys()) writeFileSync(file, await bytesSource(file));
