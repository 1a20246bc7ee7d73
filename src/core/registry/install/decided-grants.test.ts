import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
	type BareRegistry,
	bareRegistry,
	freshFolder,
	markedModule,
	markedPlugin,
} from '../../../../test/support/scratch/bare-registry.ts';
import { scratchFolder } from '../../../../test/support/scratch/scratch.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import type { PluginRecord } from '../../../shared/plugin/plugin-record.ts';
import { limitsOnly, lockedDown, type SecurityPolicy } from '../../../shared/policy/security-policy.ts';
import { sha256Of } from '../../files/hash-bytes.ts';

const { path: root } = scratchFolder();

const names = ['tool', 'other'] as const;
type Name = (typeof names)[number];
/** Entries of the plugins folder: two are called like the plugins, so that files and names come apart. */
const entries = ['tool', 'other', 'third'] as const;
const marks = ['a', 'b', 'c'] as const;
type Mark = (typeof marks)[number];
type GrantNumber = 1 | 2 | 3;

type Step =
	| { readonly do: 'drop'; readonly entry: string; readonly name: Name; readonly mark: Mark }
	| { readonly do: 'break' | 'remove'; readonly entry: string }
	| { readonly do: 'look' | 'restart' }
	| { readonly do: 'install'; readonly name: Name; readonly mark: Mark; readonly grant: GrantNumber | null }
	| { readonly do: 'uninstall'; readonly name: Name; readonly keep: boolean }
	| { readonly do: 'decide'; readonly name: Name; readonly grant: GrantNumber }
	| { readonly do: 'roll back'; readonly name: Name; readonly mark: Mark }
	| { readonly do: 'enable' | 'disable' | 'reload' | 'quarantine' | 'show'; readonly name: Name };

const asItIs = { grant: 'now', state: 'now', author: 'test' } as const;
const name = fc.constantFrom(...names);
const mark = fc.constantFrom(...marks);
const entry = fc.constantFrom(...entries);
const grant = fc.constantFrom<GrantNumber>(1, 2, 3);
const step: fc.Arbitrary<Step> = fc.oneof(
	fc.record({ do: fc.constant('drop' as const), entry, name, mark }),
	fc.record({ do: fc.constantFrom('break' as const, 'remove' as const), entry }),
	fc.record({ do: fc.constantFrom('look' as const, 'restart' as const) }),
	fc.record({ do: fc.constant('install' as const), name, mark, grant: fc.option(grant) }),
	fc.record({ do: fc.constant('uninstall' as const), name, keep: fc.boolean() }),
	fc.record({ do: fc.constant('decide' as const), name, grant }),
	fc.record({ do: fc.constant('roll back' as const), name, mark }),
	fc.record({ do: fc.constantFrom('enable', 'disable', 'reload', 'quarantine', 'show'), name }),
);

const granted = (number: GrantNumber): SecurityPolicy => ({
	...lockedDown,
	allow_env_vars: true,
	allowed_env_vars: [`TOKEN_${number}`],
});

/** What a person knows of a plugin since it came. */
interface Known {
	/** What was decided the last time; null: nobody decided yet. */
	decided: SecurityPolicy | null;
	disabled: boolean;
	readonly life: number;
	firstModule: string | null;
	lastModule: string | null;
}

class World {
	readonly dataDir = freshFolder(root);
	#bare: BareRegistry = bareRegistry(this.dataDir);
	readonly #known = new Map<string, Known>();
	/** Every plugin that ever was, by its life. */
	readonly #lives: Known[] = [];

	async apply(step: Step): Promise<void> {
		const decided = await this.#do(step).catch((error: unknown) => {
			expect(error).toBeInstanceOf(DataFlareError);
			return 'refused' as const;
		});
		await this.#bare.registry.start({ watch: false });
		if (decided !== 'refused') this.#learn(step);
		this.#check();
	}

	async #do(step: Step): Promise<void> {
		const { registry, pluginsDir, store } = this.#bare;
		switch (step.do) {
			case 'drop':
				rmSync(join(pluginsDir, step.entry), { recursive: true, force: true });
				markedPlugin(pluginsDir, step.entry, step.mark, { name: step.name });
				return;
			case 'break':
				mkdirSync(join(pluginsDir, step.entry), { recursive: true });
				writeFileSync(join(pluginsDir, step.entry, 'plugin.json'), '{');
				return;
			case 'remove':
				rmSync(join(pluginsDir, step.entry), { recursive: true, force: true });
				return;
			case 'look':
				return;
			case 'restart':
				await this.close();
				this.#bare = bareRegistry(this.dataDir);
				return;
			case 'install': {
				const folder = markedPlugin(freshFolder(root), step.name, step.mark);
				const grant = step.grant === null ? undefined : granted(step.grant);
				await registry.install(folder, { author: 'test', grant, replace: true });
				return;
			}
			case 'uninstall':
				await registry.uninstall(step.name, { keepData: step.keep });
				return;
			case 'decide':
				await registry.decide({ name: step.name, policy: granted(step.grant), author: 'test', note: '' });
				return;
			case 'roll back':
				await registry.rollback(step.name, { sha256: await sha256Of(markedModule(step.mark)) }, asItIs);
				return;
			case 'quarantine':
				registry.quarantine(step.name, 'it crashed');
				return;
			case 'show':
				// What runs may write.
				if (registry.get(step.name)?.state === 'ready') {
					const life = String(this.#known.get(step.name)?.life);
					store.state.set(step.name, 'life', Buffer.from(life), 1000);
					writeFileSync(join(registry.dataFolder(step.name), 'life'), life);
				}
				return;
			default:
				await registry[step.do](step.name);
		}
	}

	#learn(step: Step): void {
		if (step.do === 'uninstall') this.#known.delete(step.name);
		for (const record of this.#bare.registry.list()) this.#meet(record);
		if (!('name' in step)) return;
		const known = this.#known.get(step.name);
		if (known === undefined) return;
		if (step.do === 'decide') known.decided = granted(step.grant);
		if (step.do === 'install') {
			known.decided = step.grant === null ? (known.decided ?? limitsOnly(lockedDown)) : granted(step.grant);
			known.disabled = false;
		}
		// What was never usable has nothing to stop.
		if (step.do === 'disable') known.disabled = known.firstModule !== null;
		if (step.do === 'enable') known.disabled = false;
	}

	#meet({ name, current, state, grantVersion }: PluginRecord): void {
		const known: Known = this.#known.get(name) ?? {
			decided: null,
			disabled: false,
			life: this.#lives.length,
			firstModule: null,
			lastModule: null,
		};
		if (!this.#known.has(name)) this.#lives.push(known);
		this.#known.set(name, known);
		known.firstModule ??= current?.sha256 ?? null;
		known.lastModule = current?.sha256 ?? known.lastModule;
		// Another one took the place of what had gone, and what was decided was not for it.
		if (state === 'waiting_for_review' && grantVersion === 0) known.decided = null;
	}

	#check(): void {
		const { registry, store } = this.#bare;
		const records = registry.list();
		for (const name of [...this.#known.keys()]) {
			if (!records.some((record) => record.name === name)) this.#known.delete(name);
		}
		for (const record of records) {
			this.#meet(record);
			const { name, state } = record;
			const known = this.#known.get(name);
			const inForce = store.grants.inForce(name)?.policy ?? null;
			if (state === 'ready') expect(inForce).not.toBeNull();
			if (state === 'ready' || inForce !== null) expect([name, inForce]).toEqual([name, known?.decided]);
			if (known?.decided === null) expect(['ready', 'quarantined']).not.toContain(state);
			if (known?.disabled === true && record.current !== null) expect([name, state]).toEqual([name, 'disabled']);
			if (record.current !== null && known !== undefined) this.#checkData(name, known);
		}
		for (const name of names) {
			if (registry.get(name) !== null) continue;
			expect(store.grants.inForce(name)).toBeNull();
			const last = store.grants.current(name);
			if (last !== null) expect(last.policy).toEqual(lockedDown);
		}
	}

	/** Its own, or that of an earlier plugin of the very same module. */
	#checkData(name: string, known: Known): void {
		const wrote = this.#bare.store.state.get(name, 'life');
		if (wrote === null) return;
		const life = Number(Buffer.from(wrote).toString());
		if (life !== known.life) expect(this.#lives[life]?.lastModule).toBe(known.firstModule);
	}

	close(): Promise<void> {
		return this.#bare.close();
	}
}

it('nothing ever runs with a grant that was not decided for it, nor before somebody decided', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 20 }), async (steps) => {
			const world = new World();
			try {
				for (const step of steps) await world.apply(step);
			} finally {
				await world.close();
			}
		}),
		{
			numRuns: 25,
			examples: [
				[
					[
						{ do: 'drop', entry: 'tool', name: 'other', mark: 'a' },
						{ do: 'install', name: 'tool', mark: 'a', grant: null },
						{ do: 'decide', name: 'other', grant: 1 },
						{ do: 'drop', entry: 'tool', name: 'other', mark: 'c' },
						{ do: 'install', name: 'other', mark: 'a', grant: null },
					],
				],
				[
					[
						{ do: 'install', name: 'tool', mark: 'a', grant: 1 },
						{ do: 'remove', entry: 'tool' },
						{ do: 'drop', entry: 'tool', name: 'tool', mark: 'c' },
						{ do: 'uninstall', name: 'tool', keep: false },
					],
				],
			],
		},
	);
});
