import { expect, it } from 'vitest';
import { lookHere } from '../../../../test/support/guests/look-here.ts';
import { moduleOf } from '../../../../test/support/guests/wasm-bytes.ts';
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
