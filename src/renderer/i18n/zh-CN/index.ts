import type { Catalogue, en } from '../en/index.ts';
import { attention } from './attention.ts';
import { authoring } from './authoring.ts';
import { commands } from './commands.ts';
import { common } from './common.ts';
import { config } from './config.ts';
import { failure } from './failure.ts';
import { flows } from './flows.ts';
import { install } from './install.ts';
import { keys } from './keys.ts';
import { module } from './module.ts';
import { palette } from './palette.ts';
import { plugin } from './plugin.ts';
import { plugins } from './plugins.ts';
import { policy } from './policy.ts';
import { remark } from './remark.ts';
import { result } from './result.ts';
import { run } from './run.ts';
import { runFile } from './run-file.ts';
import { runs } from './runs.ts';
import { settings } from './settings.ts';
import { shell } from './shell.ts';
import { signatures } from './signatures.ts';
import { start } from './start.ts';
import { templates } from './templates.ts';
import { test } from './test.ts';
import { trash } from './trash.ts';

/** The English catalogue in Simplified Chinese. */
export const zhCN: Catalogue<typeof en> = {
	attention,
	authoring,
	commands,
	common,
	config,
	failure,
	flows,
	install,
	keys,
	module,
	palette,
	plugin,
	plugins,
	policy,
	remark,
	result,
	run,
	runFile,
	runs,
	settings,
	shell,
	signatures,
	start,
	templates,
	test,
	trash,
};
