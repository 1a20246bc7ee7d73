import { resolve } from 'node:path';
import type { RouteParsed } from '../../../shared/api/routes.ts';
import type { CaseResult, CaseStatus, TestAnswer } from '../../../shared/plugin/authoring/authoring.ts';
import { compareOutcomes } from '../../../shared/plugin/authoring/compare-outcomes.ts';
import type { Registry } from '../../registry/registry.ts';
import { type OpenEngine, Trial } from '../trial.ts';
import { readCases, recordOutcome, type SavedCase } from './case-file.ts';

import { runCase } from './run-case.ts';

export interface TestParts {
	readonly registry: Pick<Registry, 'inspect'>;
	readonly openEngine: OpenEngine;
}

/**
 * Runs the cases of a plugin's folder, one after the other, in an engine of their own. Rejects where the folder cannot be
 * installed, has no cases, or has one that is none; what the plugin itself does wrong is a case's result.
 */
export async function testPlugin(
	{ registry, openEngine }: TestParts,
	{ folder: where, grant, update }: RouteParsed<'authoring.test'>,
): Promise<TestAnswer> {
	const started = performance.now();
	const folder = resolve(where);
	const saved = await readCases(folder);
	const trial = await Trial.open(openEngine, registry, folder, grant);
	try {
		const cases: CaseResult[] = [];
		for (const each of saved) cases.push(await testCase(trial, folder, each, update));
		const count = (status: CaseStatus): number => cases.filter((each) => each.status === status).length;
		const { name, current } = trial.plugin;
		return {
			...{ plugin: name, sha256: current?.sha256 ?? '', cases },
			counts: {
				...{ passed: count('passed'), failed: count('failed') },
				...{ recorded: count('recorded'), unsaid: count('unsaid') },
			},
			ms: performance.now() - started,
		};
	} finally {
		await trial.close();
	}
}

async function testCase(trial: Trial, folder: string, saved: SavedCase, update: boolean): Promise<CaseResult> {
	const started = performance.now();
	const outcome = await runCase(trial, folder, saved);
	const ms = performance.now() - started;
	const { name, file, expected } = saved;
	const differences = expected === null ? [] : compareOutcomes(expected, outcome);
	const isAsSaid = expected !== null && differences.length === 0;
	if (update && !isAsSaid) await recordOutcome(folder, saved, outcome);
	const status = isAsSaid ? 'passed' : update ? 'recorded' : expected === null ? 'unsaid' : 'failed';
	return { name, file, status, ms, outcome, differences };
}
