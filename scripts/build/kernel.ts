/** Assembles the kernel of Extism guests into the module that the sandbox carries. */
import { writeFileSync } from 'node:fs';
import { kernelBytesFile, kernelSource } from './kernel-source.ts';

writeFileSync(kernelBytesFile, await kernelSource());
