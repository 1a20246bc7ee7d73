import type { Catalogue, en } from '../en/index.ts';
import { attention } from './attention.ts';
import { commands } from './commands.ts';
import { common } from './common.ts';
import { plugin } from './plugin.ts';
import { plugins } from './plugins.ts';
import { shell } from './shell.ts';
import { signatures } from './signatures.ts';

/** The English catalogue in Simplified Chinese: what the first picture may show. */
export const zhCN: Catalogue<typeof en> = {
	attention,
	commands,
	common,
	plugin,
	plugins,
	shell,
	signatures,
};
