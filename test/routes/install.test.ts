import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MAX_MODULE_BYTES } from '../../src/shared/policy/limits.ts';
import { lockedDown } from '../../src/shared/policy/security-policy.ts';
import { answering, type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';

let scratch: ScratchCore;

beforeEach(async () => {
	scratch = await scratchCore({ spares: 0 });
});
afterEach(() => scratch.dispose());

describe('what every plugin may do', () => {
	it('is told at once: the newest grant of each, in force within the plugin’s own limits', async () => {
		const granted = await scratch.plugin('granted', answering('1'), { memory_limit: 8 * 1024 * 1024 });
		await scratch.ask('plugins.install', { path: granted });
		for (const allowed_hosts of [['old.example.com'], ['api.example.com']]) {
			await scratch.ask('policy.set', { name: 'granted', policy: { allow_network: true, allowed_hosts } });
		}
		await scratch.ask('plugins.install', { path: await scratch.plugin('plain', answering('1')) });
		const list = await scratch.ask('policy.list', {});
		expect(list.map(({ name, granted }) => [name, granted?.version])).toEqual([
			['granted', 3],
			['plain', 1],
		]);
		expect(list[0]?.granted?.policy.allowed_hosts).toEqual(['api.example.com']);
		expect(list[0]?.effective).toMatchObject({ allow_network: true, max_memory: 8 * 1024 * 1024 });
	});
});

describe('a policy by itself', () => {
	it('is told in its parts, riskiest first, with what cannot be understood', async () => {
		const answer = await scratch.ask('policy.describe', {
			policy: {
				...lockedDown,
				allow_file_system: true,
				allowed_paths: ['./data/', '/etc/', '../up'],
				allow_network: true,
				allowed_hosts: ['api.example.com'],
			},
		});
		expect(answer.asks.map(({ entry, risk }) => [entry, risk])).toEqual([
			['/etc/', 'high'],
			['api.example.com', 'medium'],
			['./data/', 'low'],
			['../up', 'low'],
		]);
		expect(answer.problems.map(({ path }) => path)).toEqual(['allowed_paths[2]']);
	});
});

describe('installing what was looked at', () => {
	it('refuses a module that was changed in between, and copies nothing', async () => {
		const path = await scratch.plugin('shifty', answering('1'));
		const { analysis } = await scratch.ask('plugins.inspect', { target: path });
		await scratch.plugin('shifty', answering('2'));
		const error = await scratch.fail('plugins.install', { path, sha256: analysis.sha256 });
		expect(error).toMatchObject({ code: 'conflict', hint: 'Review it again, then decide.' });
		expect(await scratch.ask('plugins.list', {})).toEqual([]);
		const again = await scratch.ask('plugins.inspect', { target: path });
		await scratch.ask('plugins.install', { path, sha256: again.analysis.sha256 });
	});

	it('says beforehand why a plugin would be refused', async () => {
		const wrong = await scratch.plugin('wrong', answering('1'), { type: 'filter' });
		const { refusal } = await scratch.ask('plugins.inspect', { target: wrong });
		expect(refusal).toMatchObject({ code: 'plugin_load', message: expect.stringContaining('filter_data') });
		expect(await scratch.fail('plugins.install', { path: wrong })).toEqual(refusal);
		const right = await scratch.plugin('right', answering('1'));
		expect((await scratch.ask('plugins.inspect', { target: right })).refusal).toBe(null);
	});
});

describe('what is no plugin', () => {
	async function reasonOf(target: string): Promise<unknown> {
		const error = await scratch.fail('plugins.inspect', { target });
		return error.details?.['reason'];
	}

	it('is refused with its own reason, which a face can say in any language', async () => {
		const file = (name: string, content: string | Uint8Array): string => {
			const path = join(scratch.folder, name);
			writeFileSync(path, content);
			return path;
		};
		const magic = [0x00, 0x61, 0x73, 0x6d];
		expect(await reasonOf(file('table.csv', 'a,b\n1,2\n'))).toBe('not_wasm');
		expect(await reasonOf(file('empty.wasm', ''))).toBe('empty');
		expect(await reasonOf(file('cut.wasm', Uint8Array.from([...magic, 1, 0, 0, 0, 1, 200])))).toBe('damaged');
		expect(await reasonOf(file('component.wasm', Uint8Array.from([...magic, 13, 0, 1, 0])))).toBe('component_no_role');
		expect(await reasonOf(file('later.wasm', Uint8Array.from([...magic, 2, 0, 0, 0])))).toBe('unsupported');
		const idle = await scratch.plugin('idle', '(module (memory (export "memory") 1))');
		expect(await reasonOf(join(idle, 'idle.wasm'))).toBe('no_function');
		expect(await reasonOf(file('packed.zip', 'PK'))).toBe('archive');
		expect(await reasonOf(scratch.folder)).toBe('no_manifest');
		const huge = file('huge.wasm', '');
		truncateSync(huge, MAX_MODULE_BYTES + 1);
		expect(await reasonOf(huge)).toBe('too_large');
		const other = await scratch.plugin('other', answering('1'), { sha256: 'a'.repeat(64) });
		expect(await reasonOf(other)).toBe('hash_differs');
	});
});
