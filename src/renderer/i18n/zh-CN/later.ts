import type { Catalogue } from '../en/index.ts';
import type { enLater } from '../en/later.ts';
import { authoring } from './authoring.ts';
import { flows } from './flows.ts';
import { result } from './result.ts';
import { run } from './run.ts';
import { runFile } from './run-file.ts';
import { start } from './start.ts';
import { templates } from './templates.ts';
import { test } from './test.ts';

/** The English texts of later screens in Simplified Chinese. */
export const zhCNLater: Catalogue<typeof enLater> = {
	authoring,
	flows,
	result,
	run,
	runFile,
	start,
	templates,
	test,
};
