import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Core, createCore } from '../../src/core/index.ts';
import { lockedDown } from '../../src/shared/policy/security-policy.ts';
import { wat } from '../../test/support/guests/wat.ts';

const out = resolve(import.meta.dirname, '../../out/main');

export interface PluginPlan {
	/** WebAssembly text. */
	readonly guest: string;
	readonly memoryBytes: number;
	readonly manifest?: object;
	readonly grant?: object;
	readonly timeoutMs?: number;
}

/** A folder of its own, and engines on it as a person's program has them. */
export class Ground {
	readonly folder = mkdtempSync(join(tmpdir(), 'dataflare-attack-'));
	readonly plugins = join(this.folder, 'data/plugins');
	readonly #open: Core[] = [];

	constructor() {
		mkdirSync(this.plugins, { recursive: true });
	}

	async engine(sandboxEntry = join(out, 'sandbox.mjs')): Promise<Core> {
		const core = await createCore({
			dataDir: join(this.folder, 'data'),
			sandboxEntry,
			reaperEntry: join(out, 'reaper.mjs'),
		});
		this.#open.push(core);
		return core;
	}

	/** Installs it under the name `evil`, with what is in force for it as its grant. */
	async install(
		core: Core,
		{ guest, memoryBytes, manifest = {}, grant = {}, timeoutMs = 10_000 }: PluginPlan,
	): Promise<void> {
		const path = join(this.folder, 'made');
		mkdirSync(path);
		const limits = { max_memory: memoryBytes, max_execution_time: timeoutMs };
		const plain = { name: 'evil', type: 'processor', module_path: './evil.wasm', timeout_ms: timeoutMs };
		writeFileSync(join(path, 'evil.wasm'), await wat(guest));
		writeFileSync(join(path, 'plugin.json'), JSON.stringify({ ...plain, security_policy: limits, ...manifest }));
		const answer = await core.request('plugins.install', { path, grant: { ...lockedDown, ...limits, ...grant } });
		if (!answer.ok) throw new Error(answer.error.message);
	}

	async dispose(): Promise<void> {
		for (const core of this.#open) await core.close();
		rmSync(this.folder, { recursive: true, force: true });
	}
}
