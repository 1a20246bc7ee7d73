import type { Catalogue, en } from '../en/index.ts';
import { common } from './common.ts';
import { failure } from './failure.ts';
import { install } from './install.ts';
import { palette } from './palette.ts';
import { plugin } from './plugin.ts';
import { plugins } from './plugins.ts';
import { policy } from './policy.ts';
import { run } from './run.ts';
import { runFile } from './run-file.ts';
import { runs } from './runs.ts';
import { settings } from './settings.ts';
import { shell } from './shell.ts';
import { start } from './start.ts';
import { test } from './test.ts';
import { trash } from './trash.ts';

/** The English catalogue in Simplified Chinese. */
export const zhCN: Catalogue<typeof en> = {
	common,
	failure,
	install,
	palette,
	plugin,
	plugins,
	policy,
	run,
	runFile,
	runs,
	settings,
	shell,
	start,
	test,
	trash,
};
