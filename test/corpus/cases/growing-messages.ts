import type { SecondLineCase } from './second-line.ts';

/**
 * Messages of an owned process that are small or cheap for it and would grow, or take long, in the parent. The same
 * words as in second-line.ts; each is met by the same runtime.
 */
const grows = (what: string, code: string, expected: SecondLineCase['expected'] = 'lied'): SecondLineCase => ({
	what,
	code: `lie = (frame) => { ${code} };`,
	expected,
});
const failed = (details: string): string =>
	`send({ ...fail({ code: 'runtime', message: 'm', details: ${details} }), id: frame.id })`;
const dag = (levels: number): string =>
	`let x = {}; for (let n = 0; n < ${levels}; n++) x = { a: x, b: x }; ${failed('x')}`;

export const growingMessages: readonly SecondLineCase[] = [
	grows('fails with details that refer to themselves 24 times doubled', dag(24)),
	grows('fails with details that refer to themselves once', `const x = {}; const y = { a: x, b: x }; ${failed('y')}`),
	grows(
		'fails with details that are one object a thousand times',
		failed("{ all: Array(1_000).fill({ text: 'x'.repeat(50) }) }"),
	),
	grows(
		'logs one and the same line a hundred times',
		"send({ t: 'log', lines: Array(100).fill({ at: 1, level: 'info', message: 'x' }), dropped: 0 })",
	),
	grows(
		'answers with one and the same batch twice',
		'const data = new Uint8Array(4); send({ ...value(frame.id), more: [{ data }, { data }].map((each) => [each, each]) })',
	),
	grows('refers to what there is not', 'raw(framed(Buffer.from([0xff, 0x0f, 0x6f, 0x22, 1, 0x61, 0x5e, 9, 0x7b, 1])))'),
	grows('fails with a hundred thousand empty objects', failed('{ all: Array.from({ length: 100_000 }, () => ({})) }')),
	grows(
		'fails with a hundred thousand keys',
		failed("Object.fromEntries(Array.from({ length: 100_000 }, (_, n) => ['k' + n, n]))"),
	),
	grows(
		'fails with ten thousand keys',
		failed("Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => ['k' + n, n]))"),
		'answered',
	),
	grows('fails with twenty levels', `let x = {}; for (let n = 0; n < 20; n++) x = { x }; ${failed('x')}`, 'answered'),
	grows('fails with a text of controls', failed("{ text: '\\u0001'.repeat(3_000_000) }"), 'answered'),
	grows('fails with a text of ten megabytes', failed("{ text: 'x'.repeat(10_000_000) }")),
	grows(
		'sends twenty megabytes of a request as text',
		"send({ t: 'host', id: 1, request: { op: 'http', request: '\"k\":0,'.repeat(3_000_000) } })",
	),
	grows(
		'sends thirty megabytes of a request as bytes',
		"send({ t: 'host', id: 1, request: { op: 'http', request: Buffer.alloc(30_000_000, '\"k\":0,') } })",
	),
	grows(
		'sends two hundred thousand pieces of no bytes',
		'send({ ...value(frame.id), more: Array.from({ length: 20_000 }, () => new Uint8Array(0)) })',
	),
	grows(
		'claims lists within lists of sixty thousand elements each',
		"raw(framed(Buffer.concat([Buffer.from([0xff, 0x0f]), ...Array.from({ length: 30 }, () => Buffer.from([0x41, 0xe0, 0xd4, 0x03])), Buffer.alloc(60_000, '_')])))",
	),
	grows(
		'answers with more records than a batch holds',
		`send({ t: 'result', id: frame.id, output: { kind: 'records', batch: { data: new Uint8Array(0), ends: new Uint32Array(17_000_000), gap: 0 }, end: true },
			counts: { recordsIn: 0, recordsOut: 17_000_000 }, ms: 0, memoryBytes: 0 })`,
	),
];
