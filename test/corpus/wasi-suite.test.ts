import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createBroker } from '../../src/core/broker/create-broker.ts';
import { createRuntime } from '../../src/core/runtime/create-runtime.ts';
import { forkAdapter } from '../../src/core/runtime/process/fork-adapter.ts';
import type { RuntimeEvent } from '../../src/core/runtime/runtime.ts';
import { securityPolicySchema } from '../../src/shared/policy/security-policy.ts';
import { reaperEntry, sandboxEntry } from '../support/built.ts';
import { guestSpec, textCall } from '../support/guests/guest-spec.ts';
import { scratchFolder } from '../support/scratch/scratch.ts';

/**
 * The official suite of WASI preview 1 (WebAssembly/wasi-testsuite, branch prod/testsuite-base), where somebody has it:
 * `npm run wasi-suite FOLDER` runs this with the folder of its checkout. Each case in a sandbox of its own.
 */
const suite = process.env['WASI_SUITE'];

interface Case {
	readonly args?: readonly string[];
	readonly env?: Readonly<Record<string, string>>;
	readonly root?: string;
	readonly exit_code?: number;
	readonly stdout?: string;
}

const kinds = ['assemblyscript', 'c', 'rust'] as const;
const cases = suite === undefined ? [] : kinds.flatMap((kind) => casesIn(suite, kind));

function casesIn(root: string, kind: string) {
	const folder = join(root, 'tests', kind, 'testsuite/wasm32-wasip1');
	const modules = readdirSync(folder).filter((name) => name.endsWith('.wasm'));
	return modules.map((name) => ({ name: `${kind}/${basename(name, '.wasm')}`, folder, module: join(folder, name) }));
}

const made = scratchFolder();
const state = { get: () => null, set: () => true } as unknown as Parameters<typeof createBroker>[0]['state'];
const runtime = createRuntime({
	adapter: forkAdapter({ entry: sandboxEntry, reaperEntry }),
	broker: createBroker({ state, env: {} }),
});
afterAll(() => runtime.dispose());

/** What a guest finds at its root: a fresh copy of what the case names. */
function rootOf(name: string, folder: string, root: string | undefined): string {
	const home = join(made.path, name.replace('/', '-'));
	mkdirSync(home, { recursive: true });
	if (root !== undefined) cpSync(join(folder, root), home, { recursive: true });
	for (const left of readdirSync(home).filter((each) => each.endsWith('.cleanup')))
		rmSync(join(home, left), { recursive: true });
	return home;
}

describe('the official suite of WASI preview 1', () => {
	it('is there as a whole, or not at all', () => {
		expect(cases.length).toBe(suite === undefined ? 0 : 72);
	});

	for (const { name, folder, module } of cases) {
		it(name, async () => {
			const spec = module.replace(/\.wasm$/, '.json');
			const found: Case = existsSync(spec) ? JSON.parse(readFileSync(spec, 'utf8')) : {};
			const allowed_paths = found.root === undefined ? [] : ['.'];
			const policy = securityPolicySchema.parse({ allow_file_system: true, allowed_paths });
			const guest = {
				...guestSpec().guest,
				...({ plugin: 'suite', type: 'processor', abi: 'wasi-command', encoding: 'bytes' } as const),
				args: [basename(module), ...(found.args ?? [])],
				env: Object.entries(found.env ?? {}),
			};
			const lease = await runtime.lease(
				guestSpec({
					...{ plugin: 'suite', guest, policy: () => policy, dataFolder: rootOf(name, folder, found.root) },
					...{ module: readFileSync(module), memoryLimitBytes: 64 * 1024 * 1024, timeoutMs: 30_000 },
				}),
			);
			const said: string[] = [];
			const events: RuntimeEvent[] = [];
			const sink = {
				onLog: ({ message }: { readonly message: string }) => void said.push(message),
				onEvent: (event: RuntimeEvent) => void events.push(event),
			};
			const outcome = await lease.call(textCall('process_data', null, { sink })).then(
				({ output }) => ({ code: 0, out: output.kind === 'value' ? Buffer.from(output.data ?? []).toString() : '' }),
				({ details, message }: { readonly details: { readonly exitCode?: number }; readonly message: string }) => ({
					...{ code: details.exitCode ?? message, out: '' },
				}),
			);
			await lease.close().catch(() => undefined);
			const out = found.stdout === undefined ? outcome.out : found.stdout;
			expect([outcome, said]).toEqual([
				{ code: found.exit_code ?? 0, out: found.exit_code ? '' : out },
				expect.anything(),
			]);
			expect(events.filter(({ kind }) => kind === 'kill')).toEqual([]);
		});
	}
});
