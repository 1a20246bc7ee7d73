import { resolve } from 'node:path';
import type { RouteParsed } from '../../../shared/api/routes.ts';
import type { CaseOutcome, CaseResult, CaseStatus, TestAnswer } from '../../../shared/plugin/authoring/authoring.ts';
import { changedBetween, compareOutcomes } from '../../../shared/plugin/authoring/compare-outcomes.ts';
import type { NamedVersion, Registry } from '../../registry/registry.ts';
import { type OpenEngine, Trial, type TrialGrant } from '../trial.ts';
import { readCases, recordOutcome, type SavedCase } from './case-file.ts';
import { runCase } from './run-case.ts';

export interface TestParts {
	readonly registry: Pick<Registry, 'inspect' | 'packageOf'>;
	readonly openEngine: OpenEngine;
}

/**
 * Runs the cases of a plugin's folder, one after the other, in an engine of their own. Rejects where the folder cannot be
 * installed, has no cases, or has one that is none, and where the version that it is compared with is not kept; what the
 * plugin itself does wrong is a case's result.
 */
export async function testPlugin(
	parts: TestParts,
	{ folder: where, grant, update, since, sinceManifest }: RouteParsed<'authoring.test'>,
): Promise<TestAnswer> {
	const started = performance.now();
	const folder = resolve(where);
	const saved = await readCases(folder);
	const trial = await Trial.open(parts.openEngine, parts.registry, folder, grant);
	try {
		const { name, current } = trial.plugin;
		const version = since === undefined ? null : { sha256: since, manifestSha256: sinceManifest };
		const before = version === null ? null : await outcomesOf(parts, { name, version, folder, saved, grant });
		const cases: CaseResult[] = [];
		for (const [at, each] of saved.entries()) {
			cases.push(await testCase(trial, folder, each, update, before?.[at] ?? null));
		}
		const count = (status: CaseStatus): number => cases.filter((each) => each.status === status).length;
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

interface Earlier {
	readonly name: string;
	readonly version: NamedVersion;
	/** Where the cases lie: they are today's. */
	readonly folder: string;
	readonly saved: readonly SavedCase[];
	readonly grant: TrialGrant;
}

/** What an earlier version does with the same cases, in an engine of its own. */
async function outcomesOf(
	{ registry, openEngine }: TestParts,
	{ name, version, folder, saved, grant }: Earlier,
): Promise<readonly CaseOutcome[]> {
	const trial = await Trial.open(openEngine, registry, await registry.packageOf(name, version), grant);
	try {
		const outcomes: CaseOutcome[] = [];
		for (const each of saved) outcomes.push(await runCase(trial, folder, each));
		return outcomes;
	} finally {
		await trial.close();
	}
}

async function testCase(
	trial: Trial,
	folder: string,
	saved: SavedCase,
	update: boolean,
	before: CaseOutcome | null,
): Promise<CaseResult> {
	const started = performance.now();
	const outcome = await runCase(trial, folder, saved);
	const ms = performance.now() - started;
	const { name, file, expected } = saved;
	const differences = expected === null ? [] : compareOutcomes(expected, outcome);
	const changes = before === null ? null : changedBetween(before, outcome);
	const isAsSaid = expected !== null && differences.length === 0;
	if (update && !isAsSaid) await recordOutcome(folder, saved, outcome);
	const status = isAsSaid ? 'passed' : update ? 'recorded' : expected === null ? 'unsaid' : 'failed';
	return { name, file, status, ms, outcome, differences, changes };
}
