/** csv-source goes on in another instance where one stopped, in either language, where either language stopped. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/shared/errors/errors.ts';
import { Guest, GuestFailure } from '../support/guests/guest-harness.ts';
import { scratchFolder } from '../support/scratch/scratch.ts';
import { csvFiles, csvSettings } from '../support/sdk/csv-inputs.ts';
import { csvTwins } from '../support/sdk/csv-twins.ts';
import { tries } from '../support/values/tries.ts';

const scratch = scratchFolder();
const twins = await csvTwins();
const { rust, assemblyScript } = twins;

type Settings = Readonly<Record<string, JsonValue>>;

function opened(module: WebAssembly.Module, config: Settings): Guest {
	const guest = new Guest(module, { folder: scratch.path });
	guest.call('plugin_init', JSON.stringify({ path: 'in.csv', ...config }));
	return guest;
}

const failureOf = (act: () => unknown): string => {
	try {
		act();
	} catch (error) {
		if (error instanceof GuestFailure) return error.message;
		throw error;
	}
	return '';
};

/** What is read until the end, or so many batches; and why it ended early. */
function readOn(guest: Guest, most = Number.POSITIVE_INFINITY): { text: string; failure: string } {
	let text = '';
	const failure = failureOf(() => {
		for (let batches = 0; batches < most; batches++) {
			const { bytes } = guest.callBytes('read_data');
			if (bytes.length === 0) return;
			text += Buffer.from(bytes).toString();
		}
	});
	return { text, failure };
}

const summaryOf = (guest: Guest): readonly string[] => {
	const before = guest.logs.length;
	guest.call('plugin_cleanup');
	return guest.logs.slice(before).map(({ message }) => message);
};

describe.each([
	{ name: 'Rust', first: rust, second: rust },
	{ name: 'AssemblyScript', first: assemblyScript, second: assemblyScript },
	{ name: 'Rust, then AssemblyScript', first: rust, second: assemblyScript },
	{ name: 'AssemblyScript, then Rust', first: assemblyScript, second: rust },
])('csv-source in $name', ({ first, second }) => {
	it('goes on behind the last record, wherever it stopped', () => {
		fc.assert(
			fc.property(csvFiles, csvSettings, fc.nat({ max: 40 }), fc.nat({ max: 3 }), (file, settings, stop, more) => {
				scratch.put('in.csv', file);
				const config = { ...settings, batch_size: 1 };
				if (failureOf(() => opened(first, config)) !== '') return;
				const whole = opened(first, config);
				const expected = readOn(whole);
				const before = opened(first, config);
				const begun = readOn(before, stop);
				const between = opened(second, config);
				between.call('load_state', before.callBytes('save_state').bytes);
				// Twice: what was taken up is handed on as well.
				const middle = readOn(between, more);
				const after = opened(first, config);
				after.call('load_state', between.callBytes('save_state').bytes);
				const rest = readOn(after);
				expect({ ...rest, text: begun.text + middle.text + rest.text }).toEqual(expected);
				if (rest.failure === '') expect(summaryOf(after)).toEqual(summaryOf(whole));
			}),
			tries(400),
		);
	});

	it('goes on in batches of thousands, far into a large file', () => {
		const row = (n: number) => `${n},${n % 7 === 0 ? '"a ""b"",\nc"' : 'plain é'},${n % 1000 === 0 ? '' : n / 8}\n`;
		scratch.put('in.csv', `id,name,value\n${Array.from({ length: 60_000 }, (_, n) => row(n)).join('')}`);
		const expected = readOn(opened(first, {})).text;
		for (const stop of [1, 17, 59, 60, 61]) {
			const before = opened(first, {});
			const begun = readOn(before, stop).text;
			const after = opened(second, {});
			after.call('load_state', before.callBytes('save_state').bytes);
			expect(begun + readOn(after).text === expected).toBe(true);
		}
	});

	it('goes on in a file that has grown, and refuses one that is another', () => {
		const content = `id,name\n${Array.from({ length: 20 }, (_, n) => `${n},name ${n}\n`).join('')}`;
		const stateAt = (file: string, stop: number) => {
			scratch.put('in.csv', file);
			const guest = opened(first, { batch_size: 1 });
			readOn(guest, stop);
			return guest.callBytes('save_state').bytes;
		};
		const goesOn = (state: Uint8Array, file: string) => {
			scratch.put('in.csv', file);
			const guest = opened(second, { batch_size: 1 });
			guest.call('load_state', state);
			return readOn(guest).text;
		};
		const end = '{"id":20,"name":"more"}\n';
		expect(goesOn(stateAt(content, 99), `${content}20,more\n`)).toBe(end);
		expect(goesOn(stateAt(content.trimEnd(), 99), `${content}20,more\n`)).toBe(end);
		expect(goesOn(stateAt(content.trimEnd(), 99), content.trimEnd())).toBe('');
		const state = stateAt(content, 10);
		const refusal = (file: string, saved = state) => failureOf(() => goesOn(saved, file));
		expect(refusal(content.replace('id,', 'no,'))).toBe(
			'cannot go on in in.csv: it does not begin as the file did that was read before',
		);
		// Longer than what is looked at of its beginning.
		const long = (first: string, last: string) => `id,name\n${first}${'9,a name of some length\n'.repeat(4000)}${last}`;
		const late = stateAt(long('', ''), 4000);
		expect(refusal(long('', '').slice(0, 80_000), late)).toBe(
			'cannot go on in in.csv: it is shorter than the 96008 bytes of it that were read before',
		);
		expect(refusal(`${long('', '').slice(0, -100)}${'9,b\n'.repeat(40)}`, late)).toBe(
			'cannot go on in in.csv: what stands before byte 96008, up to where it was read, has changed',
		);
		expect(refusal(`${content.trimEnd()} and more\n`, stateAt(content.trimEnd(), 99))).toMatch(
			/^cannot go on in in\.csv: it(?:s last record was given away, and goes on since| does not begin as)/,
		);
		const saved = stateAt(long('', 'x,y'), 4001);
		expect(refusal(long('', 'x,yes\n'), saved)).toBe(
			'cannot go on in in.csv: its last record was given away, and goes on since',
		);
		expect(goesOn(saved, long('', 'x,y\r\n20,more'))).toBe('{"id":20,"name":"more"}\n');
	});

	it('refuses what is no state of it, and has none to go on from before it could read', () => {
		scratch.put('in.csv', 'a,b\n1,2\n');
		const guest = opened(first, {});
		const state = JSON.parse(guest.call('save_state').text) as Record<string, unknown>;
		for (const wrong of [{}, [], 1, { ...state, version: 2 }, { ...state, offset: -1 }, { ...state, columns: [{}] }])
			expect(failureOf(() => opened(second, {}).call('load_state', JSON.stringify(wrong)))).toBe(
				'the saved state is none of csv-source',
			);
		expect(failureOf(() => opened(second, {}).call('load_state', '{'))).toBe('the saved state is not JSON');
		const denied = new Guest(first, { folder: scratch.path, fileStatus: () => -13 });
		denied.call('plugin_init', '{"path":"in.csv"}');
		const unread = denied.callBytes('save_state').bytes;
		const after = opened(second, {});
		after.call('load_state', unread);
		expect(readOn(after).text).toBe('{"a":1,"b":2}\n');
	});
});
