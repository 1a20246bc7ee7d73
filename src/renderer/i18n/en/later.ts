import { authoring } from './authoring.ts';
import { flows } from './flows.ts';
import { result } from './result.ts';
import { run } from './run.ts';
import { runFile } from './run-file.ts';
import { start } from './start.ts';
import { templates } from './templates.ts';
import { test } from './test.ts';

/** Texts of screens that come in files of their own: no part of the first one may say them. */
export const enLater = {
	authoring,
	flows,
	result,
	run,
	runFile,
	start,
	templates,
	test,
};
