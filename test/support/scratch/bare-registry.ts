import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRegistry } from '../../../src/core/registry/create-registry.ts';
import type { Registry, RegistryPorts } from '../../../src/core/registry/registry.ts';
import { openStore } from '../../../src/core/store/open-store.ts';
import type { Store } from '../../../src/core/store/store.ts';
import { lookHere } from '../guests/look-here.ts';

export interface BareRegistry {
	readonly dataDir: string;
	readonly pluginsDir: string;
	readonly registry: Registry;
	readonly store: Store;
	close(): Promise<void>;
}

const noPorts: RegistryPorts = {
	prepareUpdate: async () => {},
	release: async () => {},
	look: async (module) => lookHere(module),
	transpile: async () => Promise.reject(new Error('no component is made ready here')),
};

/** The registry on a real folder and a real database, with nothing that runs plugins. */
export function bareRegistry(dataDir: string, ports: RegistryPorts = noPorts, version?: string): BareRegistry {
	mkdirSync(dataDir, { recursive: true });
	const pluginsDir = join(dataDir, 'plugins');
	const store = openStore({ file: join(dataDir, 'dataflare.db') });
	const registry = createRegistry({ store, pluginsDir, dataDir, ports, version });
	return {
		dataDir,
		pluginsDir,
		registry,
		store,
		async close() {
			await registry.close();
			store.close();
		},
	};
}

/** A module that is a processor and differs from others by its mark, without a compiler. */
export function markedModule(mark: string): Uint8Array {
	const text = (name: string): readonly number[] => [name.length, ...Buffer.from(name)];
	const section = (id: number, body: readonly number[]): readonly number[] => [id, body.length, ...body];
	return Uint8Array.from([
		...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
		...section(1, [1, 0x60, 2, 0x7f, 0x7f, 1, 0x7f]),
		...section(3, [1, 0]),
		...section(5, [1, 0, 1]),
		...section(7, [2, ...text('memory'), 2, 0, ...text('process_data'), 0, 0]),
		...section(10, [1, 4, 0, 0x41, 0, 0x0b]),
		...section(0, [...text('mark'), ...Buffer.from(mark)]),
	]);
}

/** A plugin's folder with a marked module, in `into`. */
export function markedPlugin(into: string, name: string, mark = name, manifest: object = {}): string {
	const folder = join(into, name);
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, 'm.wasm'), markedModule(mark));
	const whole = { name, type: 'processor', module_path: './m.wasm', ...manifest };
	writeFileSync(join(folder, 'plugin.json'), `${JSON.stringify(whole, null, 2)}\n`);
	return folder;
}

export function freshFolder(below: string): string {
	return mkdtempSync(join(below, 'f-'));
}
