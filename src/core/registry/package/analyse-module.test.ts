import { expect, it } from 'vitest';
import { lookHere } from '../../../../test/support/guests/look-here.ts';
import { moduleOf, section } from '../../../../test/support/guests/wasm-bytes.ts';
import { LOOK_REVISION, type ModuleAnalysis } from '../../../shared/plugin/plugin-record.ts';
import { ModuleAnalyst } from './analyse-module.ts';

it('what an older version said of a module is said anew, once, with all that is known today', async () => {
	const kept = new Map<string, ModuleAnalysis>();
	const known = {
		get: (sha256: string) => kept.get(sha256) ?? null,
		put: (analysis: ModuleAnalysis) => void kept.set(analysis.sha256, analysis),
	};
	let looks = 0;
	const analyst = new ModuleAnalyst(async (module) => {
		looks += 1;
		return lookHere(module);
	}, known);
	const module = moduleOf({});
	const first = await analyst.analyse(module, { anew: true });
	kept.set(first.sha256, { ...first, revision: LOOK_REVISION - 1, anatomy: null });
	expect(analyst.known(first.sha256)).toBeNull();
	const again = await analyst.analyse(module, { anew: true });
	expect(again).toMatchObject({ revision: LOOK_REVISION, anatomy: { kind: 'dataflare/1', functions: 1 } });
	expect(analyst.known(first.sha256)).toEqual(again);
	await analyst.analyse(module, { anew: true });
	expect(looks).toBe(2);
});

it('what nobody installed is looked at once while it is worked on, and forgotten after others', async () => {
	const looked: Uint8Array[] = [];
	const analyst = new ModuleAnalyst(async (module) => {
		looked.push(module);
		return lookHere(module);
	});
	const ofPages = (pages: number) => moduleOf({ memory: section(5, [1, 0, pages]) });
	const mine = ofPages(1);
	const first = await analyst.analyse(mine, { anew: true });
	expect(await analyst.analyse(ofPages(1), { anew: true })).toEqual(first);
	expect(looked).toHaveLength(1);
	for (let pages = 2; pages < 10; pages++) await analyst.analyse(ofPages(pages), { anew: true });
	await analyst.analyse(mine, { anew: true });
	expect(looked).toHaveLength(10);
});

it('what a look came to nothing with is looked at again, installed or not', async () => {
	let looks = 0;
	const analyst = new ModuleAnalyst(async (module) => {
		looks += 1;
		const report = lookHere(module);
		if (looks > 1) return report;
		const problem = { code: 'plugin_load', message: 'it ended', details: { reason: 'look_failed' } } as const;
		return { ...report, problems: [problem] };
	});
	const module = moduleOf({});
	expect((await analyst.analyse(module, { anew: true })).problems).toHaveLength(1);
	expect((await analyst.analyse(module, { anew: true })).problems).toEqual([]);
	expect(looks).toBe(2);
});
