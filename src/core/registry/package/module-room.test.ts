import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { lookHere } from '../../../../test/support/guests/look-here.ts';
import { bareRegistry } from '../../../../test/support/scratch/bare-registry.ts';
import { ModuleRoom } from './module-room.ts';

const MiB = 1024 * 1024;

it('lets in what fits together, in the order of coming, and what is larger than all of it alone', async () => {
	const room = new ModuleRoom(10);
	const inside: string[] = [];
	const done = new Map<string, () => void>();
	const enter = (name: string, bytes: number): Promise<void> =>
		room.share(async (take) => {
			await take(bytes);
			inside.push(name);
			await new Promise<void>((resolve) => done.set(name, resolve));
		});
	const all = [enter('a', 6), enter('b', 4), enter('c', 1), enter('huge', 50), enter('d', 1)];
	const leaves = async (name: string): Promise<readonly string[]> => {
		done.get(name)?.();
		await new Promise(setImmediate);
		return inside;
	};
	expect(await leaves('nobody')).toEqual(['a', 'b']);
	expect(await leaves('a')).toEqual(['a', 'b', 'c']);
	expect(await leaves('b')).toEqual(['a', 'b', 'c']);
	expect(await leaves('c')).toEqual(['a', 'b', 'c', 'huge']);
	expect(await leaves('huge')).toEqual(['a', 'b', 'c', 'huge', 'd']);
	await leaves('d');
	await Promise.all(all);
});

it('is free again where the work fails', async () => {
	const room = new ModuleRoom(10);
	const failing = room.share(async (take) => {
		await take(10);
		throw new Error('it fails');
	});
	await expect(failing).rejects.toThrow('it fails');
	await expect(room.share(async (take) => take(10).then(() => 'in'))).resolves.toBe('in');
});

it('is what a folder of large files is read within', async () => {
	const dataDir = mkdtempSync(join(tmpdir(), 'dataflare-room-'));
	let [held, most, looks] = [0, 0, 0];
	const bare = bareRegistry(dataDir, {
		prepareUpdate: async () => {},
		release: async () => {},
		transpile: async () => Promise.reject(new Error('no component is made ready here')),
		async look(module) {
			held += module.length;
			most = Math.max(most, held);
			looks += 1;
			await new Promise((resolve) => setTimeout(resolve, 50));
			held -= module.length;
			return lookHere(module.subarray(0, 8));
		},
	});
	try {
		await bare.registry.start({ watch: false });
		for (const name of ['one', 'two', 'three']) {
			const file = join(bare.pluginsDir, `${name}.wasm`);
			writeFileSync(file, name);
			truncateSync(file, 130 * MiB);
		}
		await bare.registry.start({ watch: false });
		expect(looks).toBe(3);
		expect(most).toBe(130 * MiB);
	} finally {
		await bare.close();
		rmSync(dataDir, { recursive: true });
	}
});
