import { describe, expect, it } from 'vitest';
import { manifestSchema } from '../../../../shared/plugin/manifest.ts';
import type { ModuleAnalysis, PluginVersion } from '../../../../shared/plugin/plugin-record.ts';
import { versionChanges } from './version-changes.ts';

function sideOf(manifest: object, analysis: object = {}) {
	return {
		version: {
			manifest: manifestSchema.parse({ name: 'geo', type: 'processor', module_path: './geo.wasm', ...manifest }),
		} as PluginVersion,
		analysis: { imports: [], exports: [], size: 10, ...analysis } as unknown as ModuleAnalysis,
	};
}

describe('what changed between two versions', () => {
	it('is told by what a person knows the places as', () => {
		const before = sideOf({
			metadata: { version: '1.0.0' },
			config: { 'a b': 1 },
			security_policy: { allowed_hosts: ['a.example', 'b.example'], max_memory: 33_554_432 },
		});
		const after = sideOf(
			{
				metadata: { version: '2.0.0' },
				config: { 'a b': 2 },
				security_policy: { allowed_hosts: ['b.example', 'c.example'], max_memory: 16_777_216 },
			},
			{ imports: [{ module: 'env', name: 'host_http', kind: 'function' }], size: 20 },
		);
		const changes = versionChanges(before, after).map(({ kind, name, before: left, after: right }) => [
			kind,
			name,
			left,
			right,
		]);
		expect(changes).toEqual(
			expect.arrayContaining([
				['version', '', '1.0.0', '2.0.0'],
				['config', 'a b', 1, 2],
				['host', 'a.example', true, undefined],
				['host', 'c.example', undefined, true],
				['memory', '', 33_554_432, 16_777_216],
				['import', 'env.host_http', undefined, true],
				['size', '', 10, 20],
			]),
		);
		expect(changes).toHaveLength(7);
	});

	it('is nothing where a list has another order alone', () => {
		const one = sideOf({ security_policy: { allowed_paths: ['./a/', './b/'] } });
		const other = sideOf({ security_policy: { allowed_paths: ['./b/', './a/'] } });
		expect(versionChanges(one, other)).toEqual([]);
	});

	it('keeps the place itself where nobody knows it as anything', () => {
		const [change] = versionChanges(sideOf({}), sideOf({ instances: 2 }));
		expect(change).toMatchObject({ kind: 'other', name: 'instances', after: 2 });
	});
});
