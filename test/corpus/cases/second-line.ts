/**
 * What somebody who owns a sandbox process might send. `code` runs in the process (see test/support/guests/liar.ts).
 * `lied`: killed and quarantined · `crashed`: ended, a fresh one takes over · `timeout` · `answered`: it is no lie, and
 * what it says is bounded.
 */
export interface SecondLineCase {
	readonly what: string;
	readonly code: string;
	readonly expected: 'lied' | 'crashed' | 'timeout' | 'answered';
}

const lie = (what: string, code: string): SecondLineCase => ({
	what,
	code: `lie = (frame) => { ${code} };`,
	expected: 'lied',
});
const answered = (what: string, code: string): SecondLineCase => ({
	what,
	code: `lie = (frame) => { ${code} };`,
	expected: 'answered',
});
const output = (text: string): string =>
	`send({ t: 'result', id: frame.id, output: ${text}, counts: { recordsIn: 0, recordsOut: 0 }, ms: 0, memoryBytes: 0 })`;

export const secondLineCases: readonly SecondLineCase[] = [
	lie('sends no frame', "say('hello')"),
	lie('sends nothing at all, as a message', 'say(null)'),
	lie('claims to pass a handle', "say({ cmd: 'NODE_HANDLE', type: 'no such' })"),
	lie('sends a number', 'say(42)'),
	lie('sends a list', 'say([1, 2])'),
	lie('sends a frame of no type', 'send({})'),
	lie('sends a frame of the parent’s', "send({ t: 'load', module: new Uint8Array(1), memoryLimitBytes: 1 })"),
	lie('sends a frame whose type every object has', "send({ t: 'constructor' })"),
	lie('speaks another protocol', 'send({ ...value(frame.id), v: 2 })'),
	lie('speaks from the future', 'send({ ...value(frame.id), gen: gen + 1 })'),
	lie('has a generation of half', 'send({ ...value(frame.id), gen: 0.5 })'),
	lie('has a generation that is no number', "send({ ...value(frame.id), gen: 'x' })"),
	lie('floods with frames of the past', 'for (let n = 0; n < 20_000; n++) send({ ...value(frame.id), gen: 0 })'),
	lie('answers a call that nobody made', 'send(value(frame.id + 1))'),
	lie('answers with an id below zero', 'send(value(-1))'),
	lie('answers with an id that is no number', "send(value('1'))"),
	lie('answers twice', 'send(value(frame.id)); send(value(frame.id))'),
	lie('replays the answer of an earlier call', 'send(value(frame.id - 1))'),
	lie('is ready again', "send({ t: 'ready', memoryProof: true, layers: [] })"),
	lie('is loaded again', "send({ t: 'loaded', compileMs: 0, initMs: 0, memoryBytes: 0 })"),
	lie('says that it stopped', "send({ t: 'stopped', cleanup: 0, said: null })"),
	lie('answers with an output of no kind', output('{ kind: 5 }')),
	lie(
		'answers with records where a value was asked for',
		output("{ kind: 'records', batch: { data: new Uint8Array(0), ends: new Uint32Array(0), gap: 0 }, end: true }"),
	),
	lie('answers with text for bytes', output("{ kind: 'value', data: 'text', status: 0 }")),
	lie('answers with a status beyond 32 bits', output("{ kind: 'value', data: null, status: 2 ** 40 }")),
	lie('answers with a status that is no number', output("{ kind: 'value', data: null, status: NaN }")),
	lie('answers with more than was allowed', 'send(value(frame.id, new Uint8Array(2_000_000)))'),
	lie('counts records that there are not', 'send({ ...value(frame.id), counts: { recordsIn: 9, recordsOut: 9 } })'),
	lie('counts in fractions', 'send({ ...value(frame.id), counts: { recordsIn: 0.5, recordsOut: 0 } })'),
	lie('took for ever', 'send({ ...value(frame.id), ms: Infinity })'),
	lie('took longer than sums can hold', 'send({ ...value(frame.id), ms: 1e308 })'),
	lie('uses more memory than there is', 'send({ ...value(frame.id), memoryBytes: 2 ** 50 })'),
	lie('fails with no error', 'send({ ...fail(null), id: frame.id })'),
	lie('fails with a code that there is not', "send({ ...fail({ code: 'x', message: 'm' }), id: frame.id })"),
	lie('fails with a message that is no text', "send({ ...fail({ code: 'runtime', message: 5 }), id: frame.id })"),
	lie(
		'logs at a moment that no clock shows',
		"send({ t: 'log', lines: [{ at: 0.5, level: 'info', message: 'x' }], dropped: 0 })",
	),
	lie('logs at the end of time', "send({ t: 'log', lines: [{ at: 1e300, level: 'info', message: 'x' }], dropped: 0 })"),
	lie(
		'logs at a level that there is not',
		"send({ t: 'log', lines: [{ at: 1, level: 'fatal', message: 'x' }], dropped: 0 })",
	),
	lie('drops lines below zero', "send({ t: 'log', lines: [], dropped: -5 })"),
	lie(
		'logs five thousand lines in a frame',
		"send({ t: 'log', lines: Array(5_000).fill({ at: 1, level: 'info', message: 'x' }), dropped: 0 })",
	),
	lie(
		'logs a line of two million letters',
		"send({ t: 'log', lines: [{ at: 1, level: 'info', message: 'x'.repeat(2_000_000) }], dropped: 0 })",
	),
	lie('floods with log frames', "for (let n = 0; n < 20_000; n++) send({ t: 'log', lines: [], dropped: 0 })"),
	lie(
		'floods with frames of the past and progress in turns',
		"for (let n = 0; n < 20_000; n++) { send({ ...value(frame.id), gen: 0 }); send({ t: 'progress', done: n, total: 0 }); }",
	),
	lie(
		'floods with frames of the past and log frames in turns',
		"for (let n = 0; n < 20_000; n++) { send({ ...value(frame.id), gen: 0 }); send({ t: 'log', lines: [], dropped: 0 }); }",
	),
	lie('floods with progress', "for (let n = 0; n < 20_000; n++) send({ t: 'progress', done: n, total: 0 })"),
	lie('asks the host for what there is not', "send({ t: 'host', id: 1, request: { op: 'exec', command: 'id' } })"),
	lie(
		'asks the host for a name of a megabyte',
		"send({ t: 'host', id: 1, request: { op: 'get_env', name: 'x'.repeat(1_048_576) } })",
	),
	lie(
		'asks the host to read from below zero',
		"send({ t: 'host', id: 1, request: { op: 'read_file', path: 'x', offset: -1, max: 1 } })",
	),
	lie(
		'asks the host to write text for bytes',
		"send({ t: 'host', id: 1, request: { op: 'write_file', path: 'x', data: 'text', mode: 'append' } })",
	),
	lie(
		'asks the host to write in a way that there is not',
		"send({ t: 'host', id: 1, request: { op: 'write_file', path: 'x', data: new Uint8Array(1), mode: 'delete' } })",
	),
	lie(
		'asks the host twice under one id',
		"for (let n = 0; n < 2; n++) send({ t: 'host', id: 1, request: { op: 'get_env', name: 'A' } })",
	),
	lie(
		'asks the host fifty things at once',
		"for (let n = 0; n < 50; n++) send({ t: 'host', id: n, request: { op: 'get_env', name: 'A' } })",
	),
	lie(
		'asks the host after its answer',
		"send(value(frame.id)); send({ t: 'host', id: 1, request: { op: 'get_env', name: 'A' } })",
	),
	lie('writes bytes that are no message', 'raw(framed(Buffer.alloc(64, 7)))'),
	lie('writes a message that claims two gigabytes', "raw(Buffer.from('ffffff7f00000000', 'hex'))"),
	lie(
		'writes a message of ten million empty objects',
		"raw(framed(Buffer.concat([Buffer.from([0xff, 0x0f]), Buffer.alloc(30_000_000, 'o{\\0')])))",
	),
	lie(
		'writes a list of four billion elements',
		'raw(framed(Buffer.from([0xff, 0x0f, 0x41, 0xff, 0xff, 0xff, 0xff, 0x0f])))',
	),
	lie(
		'writes a text that is longer than its message',
		'raw(framed(Buffer.from([0xff, 0x0f, 0x22, 0xff, 0xff, 0x7f])))',
	),
	lie(
		'writes depth without end',
		"raw(framed(Buffer.concat([Buffer.from([0xff, 0x0f]), Buffer.alloc(3_000_000, 'o\\x22\\x01a')])))",
	),
	lie('sends a map', 'send({ ...value(frame.id), more: new Map([[1, 2]]) })'),
	lie('sends a date', 'send({ ...value(frame.id), more: new Date() })'),
	lie('sends a big integer', 'send({ ...value(frame.id), more: 5n })'),
	lie('sends an expression', 'send({ ...value(frame.id), more: /x/ })'),
	lie(
		'sends a list with a hole of millions',
		'send({ ...value(frame.id), more: Object.assign([], { 9_000_000: 1 }) })',
	),
	lie(
		'sends a message that refers to itself, deeper than any frame',
		'let x = {}; for (let n = 0; n < 100; n++) x = { x }; send({ ...value(frame.id), more: x })',
	),
	lie(
		'writes without end to its stderr',
		"const more = () => process.stderr.write('x'.repeat(1_000_000), more); more()",
	),
	{ what: 'ends itself', code: 'lie = () => process.exit(9);', expected: 'crashed' },
	{ what: 'kills itself', code: "lie = () => process.kill(process.pid, 'SIGKILL');", expected: 'crashed' },
	{ what: 'closes its channel', code: 'lie = () => closeSync(4);', expected: 'timeout' },
	{
		what: 'exhausts its heap',
		code: 'lie = () => { const all = []; for (;;) all.push(new Array(1000).fill({})); };',
		expected: 'crashed',
	},
	{ what: 'goes silent', code: 'lie = () => {};', expected: 'timeout' },
	{ what: 'spins', code: 'lie = () => { for (;;); };', expected: 'timeout' },
	{
		what: 'ignores every signal that can be ignored',
		code: "for (const s of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(s, () => {}); lie = () => { for (;;); };",
		expected: 'timeout',
	},
	{
		what: 'writes half a message and waits',
		code: "lie = () => raw(Buffer.from('6400000000000000ff0f', 'hex'));",
		expected: 'timeout',
	},
	answered('speaks from the past once', 'send({ ...value(frame.id), gen: 0 }); send(value(frame.id))'),
	answered(
		'hides keys that every object has',
		'send({ ...value(frame.id), ...JSON.parse(\'{"__proto__":{"polluted":1},"constructor":1}\') })',
	),
	answered(
		'fails with a message of a million letters',
		"send({ ...fail({ code: 'runtime', message: 'm'.repeat(1_000_000), details: { more: 'x'.repeat(1_000_000) } }), id: frame.id })",
	),
];
