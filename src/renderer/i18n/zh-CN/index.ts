import type { Catalogue, en } from '../en/index.ts';
import { attention } from './attention.ts';
import { commands } from './commands.ts';
import { common } from './common.ts';
import { config } from './config.ts';
import { failure } from './failure.ts';
import { install } from './install.ts';
import { keys } from './keys.ts';
import { module } from './module.ts';
import { palette } from './palette.ts';
import { plugin } from './plugin.ts';
import { plugins } from './plugins.ts';
import { policy } from './policy.ts';
import { remark } from './remark.ts';
import { runs } from './runs.ts';
import { settings } from './settings.ts';
import { shell } from './shell.ts';
import { signatures } from './signatures.ts';
import { trash } from './trash.ts';

/** The English catalogue in Simplified Chinese. */
export const zhCN: Catalogue<typeof en> = {
	attention,
	commands,
	common,
	config,
	failure,
	install,
	keys,
	module,
	palette,
	plugin,
	plugins,
	policy,
	remark,
	runs,
	settings,
	shell,
	signatures,
	trash,
};
