import { attention } from './attention.ts';
import { commands } from './commands.ts';
import { common } from './common.ts';
import { plugin } from './plugin.ts';
import { plugins } from './plugins.ts';
import { shell } from './shell.ts';
import { signatures } from './signatures.ts';

/**
 * A namespace per part of the window; the other languages have the same keys, by type and by test. These are the texts that
 * the first picture may show or say; all others come after it (`later.ts`).
 */
export const en = {
	attention,
	commands,
	common,
	plugin,
	plugins,
	shell,
	signatures,
};

/** The same keys with other texts. */
export type Catalogue<T> = { readonly [K in keyof T]: T[K] extends string ? string : Catalogue<T[K]> };
