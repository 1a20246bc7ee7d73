import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Core, type CoreOptions, createCore } from '../../../src/core/index.ts';
import type { RouteInput, RouteName, RouteOutput } from '../../../src/shared/api/routes.ts';
import type { WireError } from '../../../src/shared/errors/errors.ts';
import { wat } from '../guests/wat.ts';
import { sharedAdapter } from '../processes/shared-adapter.ts';

const resourcesDir = resolve(import.meta.dirname, '../../../resources');

export interface ScratchCore {
	readonly folder: string;
	readonly pluginsDir: string;
	core(): Core;
	ask<N extends RouteName>(route: N, input: RouteInput<N>): Promise<RouteOutput<N>>;
	fail<N extends RouteName>(route: N, input: RouteInput<N>): Promise<WireError>;
	/** Ends the program and starts it anew on the same data. */
	restart(): Promise<void>;
	/** Writes a plugin folder from WebAssembly text; returns its path. */
	plugin(name: string, text: string, manifest?: object, into?: string): Promise<string>;
	dispose(): Promise<void>;
}

/** A real engine with real processes on a temporary folder; without processes in store, unless it is told to keep any. */
export async function scratchCore(options: Partial<CoreOptions> = {}): Promise<ScratchCore> {
	const folder = mkdtempSync(join(tmpdir(), 'dataflare-core-'));
	const open = (): Promise<Core> =>
		createCore({ dataDir: join(folder, 'data'), adapter: sharedAdapter(), resourcesDir, spares: 0, ...options });
	let core = await open();
	return {
		folder,
		pluginsDir: join(folder, 'data/plugins'),
		core: () => core,
		async ask(route, input) {
			const answer = await core.request(route, input);
			if (answer.ok) return answer.data;
			throw new Error(`${route}: ${answer.error.code}: ${answer.error.message}`);
		},
		async fail(route, input) {
			const answer = await core.request(route, input);
			if (!answer.ok) return answer.error;
			throw new Error(`${route} succeeded`);
		},
		async restart() {
			await core.close();
			core = await open();
		},
		async plugin(name, text, manifest = {}, into = join(folder, 'made')) {
			const path = join(into, name);
			mkdirSync(path, { recursive: true });
			writeFileSync(join(path, `${name}.wasm`), await wat(text));
			const whole = { name, type: 'processor', module_path: `./${name}.wasm`, ...manifest };
			writeFileSync(join(path, 'plugin.json'), JSON.stringify(whole));
			return path;
		},
		async dispose() {
			await core.close();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

/** A processor that answers every call with this JSON text. */
export function answering(json: string, more = ''): string {
	const length = Buffer.byteLength(json);
	const data = json.replaceAll('\\', '\\5c').replaceAll('"', '\\22');
	const size = [length & 255, length >> 8].map((byte) => `\\${byte.toString(16).padStart(2, '0')}`).join('');
	return `(module (memory (export "memory") 1) (data (i32.const 16) "${size}\\00\\00${data}")
		(func (export "process_data") (param i32 i32) (result i32) (i32.const 16)) ${more})`;
}

/** Resolves once `check` holds; rejects after 60 s, which even a slow machine does not need. */
export async function eventually(check: () => boolean | Promise<boolean>): Promise<void> {
	const end = performance.now() + 60_000;
	while (!(await check())) {
		if (performance.now() > end) throw new Error('it did not become true within 60 s');
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
}
