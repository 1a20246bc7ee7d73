import { authoring } from './authoring.ts';
import { catalogue } from './catalogue.ts';
import { config } from './config.ts';
import { develop } from './develop.ts';
import { failure } from './failure.ts';
import { flows } from './flows.ts';
import { install } from './install.ts';
import { keys } from './keys.ts';
import { module } from './module.ts';
import { palette } from './palette.ts';
import { policy } from './policy.ts';
import { quarantine } from './quarantine.ts';
import { remark } from './remark.ts';
import { result } from './result.ts';
import { run } from './run.ts';
import { runFile } from './run-file.ts';
import { runs } from './runs.ts';
import { settings } from './settings.ts';
import { start } from './start.ts';
import { templates } from './templates.ts';
import { test } from './test.ts';
import { trash } from './trash.ts';
import { triggers } from './triggers.ts';

/** Whatever comes later waits for these: screens, what floats, and the sentences of failures. */
export const later = {
	authoring,
	catalogue,
	config,
	develop,
	failure,
	flows,
	install,
	keys,
	module,
	palette,
	policy,
	quarantine,
	remark,
	result,
	run,
	runFile,
	runs,
	settings,
	start,
	templates,
	test,
	trash,
	triggers,
};
