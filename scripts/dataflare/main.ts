/** The command line in a checkout: builds when the sources are newer, then hands over. */
import { ensureBuilt } from '../build/ensure-built.ts';

ensureBuilt();
await import('../../out/main/cli.mjs' as string);
