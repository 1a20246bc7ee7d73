import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Core } from '../../src/core/index.ts';
import { answerIt, askWithIt, type GuestText, pagesFor, textGuest } from '../../test/support/guests/text-guest.ts';
import type { Ground } from './ground.ts';
import { honestModule, manyExports, manyNames, objectsForManifest, unknownKeys } from './modules.ts';
import { ownedProcess } from './owned.ts';

export interface Attack {
	readonly what: string;
	/** What the plugin sent, or its files are. bytes */
	readonly bytes: number;
	/** Makes everything ready; what it answers with is the attack. */
	prepare(ground: Ground): Promise<() => Promise<unknown>>;
}

const MiB = 2 ** 20;

/** The answer is let go at once: what is measured is the engine. */
const call = (core: Core, fn = 'process_data'): Promise<unknown> =>
	core.request('plugins.call', { name: 'evil', fn, input: '1' }).then(() => null);

const http = '$http (local.get $at) (local.get $length)';

/** One guest, with no grant but memory, that asks for the text so often. */
function requests(what: string, text: GuestText, times = 1, grant = {}, use = http): Attack {
	return guest(what, text, askWithIt(use, times), { grant, timeoutMs: 5_000 });
}

function answers(what: string, text: GuestText, encoding: 'json' | 'ndjson'): Attack {
	return guest(what, text, answerIt, { manifest: { encoding } });
}

function guest(
	what: string,
	text: GuestText,
	use: string,
	more: { readonly grant?: object; readonly manifest?: object; readonly timeoutMs?: number },
): Attack {
	return {
		what,
		bytes: text.bytes,
		async prepare(ground) {
			const core = await ground.engine();
			await ground.install(core, { guest: textGuest(text, use), memoryBytes: pagesFor(text) * 65_536, ...more });
			return () => call(core);
		},
	};
}

function owned(what: string, bytes: number, code: string): Attack {
	return {
		what,
		bytes,
		async prepare(ground) {
			const text = { prefix: '', unit: ' ', suffix: '', bytes: 1 };
			const honest = await ground.engine();
			// What is owned later looks at no module.
			await ground.install(honest, { guest: textGuest(text, answerIt), memoryBytes: MiB, timeoutMs: 5_000 });
			await honest.close();
			const core = await ground.engine(await ownedProcess(code));
			return () => call(core);
		},
	};
}

/** Files that merely lie in the plugins folder when the program starts. */
function files(what: string, content: () => Readonly<Record<string, Uint8Array | string>>): Attack {
	const made = content();
	return {
		what,
		bytes: Object.values(made).reduce((sum, each) => sum + each.length, 0),
		async prepare(ground) {
			await (await ground.engine()).close();
			mkdirSync(join(ground.plugins, 'evil'), { recursive: true });
			for (const [name, bytes] of Object.entries(made)) writeFileSync(join(ground.plugins, name), bytes);
			return () => ground.engine();
		},
	};
}

const url = '"url":"https://example.com/"';
const text = (prefix: string, unit: string, suffix: string, mebi: number): GuestText => ({
	prefix,
	unit,
	suffix,
	bytes: Math.floor(mebi * MiB),
});
const headers = (unit: string): GuestText => text(`{${url},"headers":{`, unit, '"z":""}}', 15);
const granted = { allow_network: true, allowed_hosts: ['http://127.0.0.1:9'] };
const here = '"url":"http://127.0.0.1:9/","method":"POST"';

export const attacks: readonly (() => Attack)[] = [
	() => requests('requests: bad headers', headers('"#######":0,')),
	() => requests('requests: good headers by the million', headers('"#######":"",')),
	() => requests('requests: unknown keys', text(`{${url},`, '"#######":0,', '"z":0}', 15)),
	() => requests('requests: empty objects for a body', text(`{${url},"body":[`, '{},', '0]}', 15)),
	() => requests('requests: all of these again, 20 times', headers('"#######":0,'), 20),
	() => requests('requests: bad headers, network granted', headers('"#######":0,'), 1, granted),
	() => requests('requests: empty objects, network granted', text(`{${here},"body":[`, '{},', '0]}', 15), 1, granted),
	() => requests('requests: an honest body', text(`{${here},"body":"`, 'honest, ', '"}', 15.9), 1, granted),
	() => requests('requests: a body of escapes', text(`{${here},"body":"`, '\\u0001', '"}', 15.9), 1, granted),
	() =>
		requests('requests: an honest body in base64', text(`{${here},"body_base64":"`, 'QUJD', '"}', 15.9), 1, granted),
	() => requests('requests: a malformed one, 100,000 times', text('{', ' ', '', 1 / 1024), 100_000),
	() =>
		requests(
			'requests: a path of 2,000 folders, 2,000 times',
			text('/', 'nowhere/', 'x', 1 / 64),
			2_000,
			{},
			'$read (local.get $at) (local.get $length) (i64.const 0) (i32.const 9)',
		),
	() =>
		owned(
			'frames: back references',
			400,
			'let x = {}; for (let n = 0; n < 24; n++) x = { a: x, b: x }; fail(frame.id, x);',
		),
	() =>
		owned(
			'frames: details of an error',
			2.4 * MiB,
			'fail(frame.id, { list: Array.from({ length: 160_000 }, () => ({ a: 1 })) });',
		),
	() => owned('frames: a detail of a long text', 15 * MiB, "fail(frame.id, { text: '\\u0001'.repeat(15 << 20) });"),
	() =>
		owned(
			'frames: many keys',
			2 * MiB,
			"fail(frame.id, Object.fromEntries(Array.from({ length: 160_000 }, (_, n) => ['k' + n, n])));",
		),
	() =>
		owned(
			'frames: a request of 20 MiB of bad headers',
			20 * MiB,
			`let text = '{"url":"x","headers":{'; for (let n = 0; n < 1_700_000; n++) text += '"' + String(n).padStart(7, 'h') + '":0,';
			ask({ op: 'http', request: Buffer.from(text + '"z":0}}') }); ask({ op: 'http', request: text + '"z":0}}' });`,
		),
	() =>
		owned(
			'frames: late ones and progress in turns',
			100,
			"const more = () => { for (let n = 0; n < 500; n++) { port.post({ v: 1, gen: 0, t: 'result', id: n }); send({ t: 'progress', done: n, total: 0 }); } setTimeout(more, 1); }; more();",
		),
	() =>
		owned(
			'frames: log lines without end',
			60_000,
			"const line = () => ({ at: 1, level: 'info', message: 'm'.repeat(15_000) }); const more = () => { for (let n = 0; n < 20; n++) send({ t: 'log', lines: Array.from({ length: 60 }, line), dropped: 0 }); setTimeout(more, 1); }; more();",
		),
	() => answers('answers: 15 MiB of {}', text('[0', ',{}', ']', 15), 'json'),
	() => answers('answers: 60 MiB of {}', text('[0', ',{}', ']', 60), 'json'),
	() => answers('answers: 15 MiB of lines', text('', '1\n', '', 15), 'ndjson'),
	() => answers('answers: 60 MiB of lines', text('', '1\n', '', 60), 'ndjson'),
	() => files('files: 16 MiB of names', () => ({ 'evil.wasm': manyNames(16 * MiB) })),
	() => files('files: 16 MiB of exports', () => ({ 'evil.wasm': manyExports(16 * MiB) })),
	() => files('files: 16 MiB of {} for a manifest', () => ({ 'evil.wasm': objectsForManifest(16 * MiB) })),
	() =>
		folder('files: a manifest of unknown keys', {
			'evil.wasm': honestModule(),
			'plugin.json': unknownKeys(0.99 * MiB),
		}),
];

function folder(what: string, content: Readonly<Record<string, Uint8Array | string>>): Attack {
	return files(what, () => Object.fromEntries(Object.entries(content).map(([name, bytes]) => [`evil/${name}`, bytes])));
}
