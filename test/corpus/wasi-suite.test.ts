import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testGuest } from '../support/guests/broker-guest.ts';
import { runOnce, wasiGuest } from '../support/guests/wasi-guest.ts';

/**
 * The official suite of WASI preview 1 (WebAssembly/wasi-testsuite, branch prod/testsuite-base), where somebody has it:
 * `scripts/wasi-suite FOLDER` runs this with the folder of its checkout.
 */
const suite = process.env['WASI_SUITE'];

interface Case {
	readonly args?: readonly string[];
	readonly env?: Readonly<Record<string, string>>;
	readonly root?: string;
	readonly exit_code?: number;
	readonly stdout?: string;
	readonly stderr?: string;
}

const cases =
	suite === undefined
		? []
		: ['assemblyscript', 'c', 'rust'].flatMap((kind) =>
				casesIn(join(suite, 'tests', kind, 'testsuite/wasm32-wasip1'), kind),
			);

function casesIn(folder: string, kind: string) {
	const modules = readdirSync(folder).filter((name) => name.endsWith('.wasm'));
	return modules.map((name) => ({ name: `${kind}/${basename(name, '.wasm')}`, folder, module: join(folder, name) }));
}

describe('the official suite of WASI preview 1', () => {
	it('is there as a whole, or not at all', () => {
		expect(cases.length).toBe(suite === undefined ? 0 : 72);
	});

	for (const { name, folder, module } of cases) {
		it(name, async () => {
			const spec = module.replace(/\.wasm$/, '.json');
			const found: Case = existsSync(spec) ? JSON.parse(readFileSync(spec, 'utf8')) : {};
			const before = testGuest({ allow_file_system: true, allowed_paths: found.root === undefined ? [] : ['.'] });
			try {
				if (found.root !== undefined) cpSync(join(folder, found.root), before.home, { recursive: true });
				for (const left of readdirSync(before.home))
					if (left.endsWith('.cleanup')) rmSync(join(before.home, left), { recursive: true });
				const args = [basename(module), ...(found.args ?? [])];
				const guest = await wasiGuest(readFileSync(module), {}, { before, args, env: Object.entries(found.env ?? {}) });
				let [code, out] = [0, ''];
				try {
					out = await runOnce(guest);
				} catch (error) {
					const { details, message } = error as { details: { exitCode?: number }; message: string };
					code = details.exitCode ?? -1;
					if (code === -1 || code !== (found.exit_code ?? 0)) throw new Error(`${message}\n${guest.logs.join('\n')}`);
				}
				expect({ code, out: found.stdout === undefined ? undefined : out }).toEqual({
					code: found.exit_code ?? 0,
					out: found.stdout,
				});
			} finally {
				before.remove();
			}
		});
	}
});
