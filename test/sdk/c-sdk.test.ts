/** The header `sdk/c/plugin.h`: its examples in real sandboxes, as its README says that they are built. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../scripts/build-plugins/rust/compile-rust.ts';
import { hostFunctions } from '../../src/shared/host/functions.ts';
import { scratchFolder } from '../support/scratch/scratch.ts';
import { sdkPromises } from '../support/sdk/sdk-examples.ts';
import { compiledOnce, everythingBelow } from '../support/values/compiled-once.ts';
import { clang } from '../support/values/compilers.ts';

const made = scratchFolder();
const sdk = join(root, 'sdk/c');

/** The command line of the README, without the file and the output. */
const options = (/^clang (.*) -o \S+ \S+$/m.exec(readFileSync(join(sdk, 'README.md'), 'utf8'))?.[1] ?? '').split(' ');

function compile(source: string): Uint8Array {
	const module = join(made.path, 'module.wasm');
	const args = [...options, '-Wall', '-Wextra', '-Werror', '-o', module, source];
	expect(spawnSync(clang ?? '', args, { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
	return readFileSync(module);
}

it('the header of C has every host function', () => {
	const header = readFileSync(join(sdk, 'plugin.h'), 'utf8');
	for (const name of Object.keys(hostFunctions)) expect(header).toContain(`DF_IMPORT("${name}")`);
});

describe.runIf(clang !== undefined)('the C SDK', () => {
	const version = spawnSync(clang ?? '', ['--version'], { encoding: 'utf8' }).stdout ?? '';
	sdkPromises((name) =>
		compiledOnce([version, ...options, name, ...everythingBelow(sdk)], () =>
			compile(join(sdk, 'examples', `${name}.c`)),
		),
	);

	it('reads and writes texts and numbers as JSON has them', async () => {
		const source = made.put(
			'echo.c',
			`#include "${join(sdk, 'plugin.h')}"
static df_buffer text;
static int process(df_json record, df_buffer *out) {
	if (df_is_number(record)) {
		df_put_number(out, df_number(record));
		return 0;
	}
	df_clear(&text);
	df_decode(record, &text);
	df_put_text(out, df_content(&text));
	return 0;
}
DF_PROCESSOR(process)
`,
		);
		const guest = new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(compile(source))), {
			env: { host_set_error: () => {} },
		}).exports as { memory: WebAssembly.Memory; process_data: (at: number, length: number) => number };
		const echo = (json: string): string => {
			const bytes = new TextEncoder().encode(json);
			const at = guest.memory.grow(1 + (bytes.length >> 16)) * 65_536;
			new Uint8Array(guest.memory.buffer).set(bytes, at);
			const result = guest.process_data(at, bytes.length);
			const length = new DataView(guest.memory.buffer).getUint32(result, true);
			return new TextDecoder().decode(new Uint8Array(guest.memory.buffer, result + 4, length)).trimEnd();
		};
		for (const number of [
			0, 1, -1.5, 0.1, 123_456_789.125, 1e15, 2.5e-7, 9e22, 123_456_789_012_345, 0.000_012_5, -4.35,
		])
			expect([number, JSON.parse(echo(JSON.stringify(number)))]).toEqual([number, number]);
		for (const digits of ['1.5976931348623157e308', '5e-300', '12345678901234567890', '0.1234567890123456789']) {
			const [read, wrote] = [Number(digits), JSON.parse(echo(digits)) as number];
			expect(Math.abs(wrote / read - 1)).toBeLessThan(1e-13);
		}
		for (const text of ['', 'plain', 'é"\\\n\t\u0001\b\f\r/', '\u{1f600}한국', '\ud83d', '\ude00x'])
			expect(JSON.parse(echo(JSON.stringify(text)))).toBe(text);
		expect(JSON.parse(echo('"\\u00e9\\ud83d\\ude00\\/\\u0041"'))).toBe('é\u{1f600}/A');
	});
});
