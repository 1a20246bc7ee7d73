import { describe, expect, it } from 'vitest';
import { WantedEnds } from './wanted-ends.ts';

type Listener = (event: { readonly data: unknown }) => void;

/** Windows that hear each other, as those of one browser do: at once, or, where `late`, when `arrive` is called. */
function program() {
	const all: { readonly own: object; readonly listener: Listener }[] = [];
	let waiting: (() => void)[] | null = null;
	return {
		open(kept: Map<string, string> = new Map()): WantedEnds {
			const own = {};
			const channel = {
				postMessage(message: unknown): void {
					const data = structuredClone(message);
					const send = (): void => {
						for (const other of all) if (other.own !== own) other.listener({ data });
					};
					if (waiting === null) send();
					else waiting.push(send);
				},
				addEventListener: (_type: 'message', listener: Listener): void => void all.push({ own, listener }),
			};
			const storage = {
				getItem: (key: string): string | null => kept.get(key) ?? null,
				setItem: (key: string, value: string): void => void kept.set(key, value),
			};
			return new WantedEnds(channel, storage);
		},
		hold: (): void => {
			waiting = [];
		},
		arrive: (): void => {
			const held = waiting ?? [];
			waiting = null;
			for (const send of held) send();
		},
	};
}

describe('the end of a run that a person asked to be told of', () => {
	it('is told once, and of that run only', () => {
		const ends = program().open();
		ends.want('a', true);
		expect(ends.end('b')).toBe('unwanted');
		expect(ends.end('a')).toBe('tell');
		expect(ends.end('a')).toBe('told');
		expect([ends.isAskedFor('a'), ends.isAskedFor('b')]).toEqual([true, false]);
		expect(ends.ids).toEqual([]);
	});

	it('is not told where they took it back', () => {
		const ends = program().open();
		ends.want('a', true);
		ends.want('a', false);
		expect(ends.end('a')).toBe('unwanted');
		ends.want('a', true);
		expect(ends.end('a')).toBe('tell');
	});

	it('is known to every window, also to one that is opened later, and told by one of them', () => {
		const { open } = program();
		const first = open();
		const second = open();
		first.want('a', true);
		first.want('b', true);
		second.want('b', false);
		const third = open();
		for (const window of [first, second, third]) expect(window.ids).toEqual(['a']);
		expect([third, first, second].map((window) => window.end('a'))).toEqual(['tell', 'told', 'told']);
		expect(open().ids).toEqual([]);
	});

	it('is not wanted again by what a window said before it heard that it was told', () => {
		const windows = program();
		const first = windows.open();
		const second = windows.open();
		first.want('a', true);
		windows.hold();
		first.want('a', true);
		expect(second.end('a')).toBe('tell');
		windows.arrive();
		expect(first.ids).toEqual([]);
		expect(second.ids).toEqual([]);
		expect(first.end('a')).toBe('told');
	});

	it('is still known to a page that is loaded anew', () => {
		const kept = new Map<string, string>();
		program().open(kept).want('a', true);
		expect(program().open(kept).ids).toEqual(['a']);
		expect(program().open(kept).end('a')).toBe('tell');
		expect(program().open(kept).ids).toEqual([]);
		kept.set([...kept.keys()][0] ?? '', '{not JSON');
		expect(program().open(kept).ids).toEqual([]);
	});

	it('tells who draws it of each change, and of nothing else', () => {
		const { open } = program();
		const first = open();
		const second = open();
		let changes = 0;
		const stop = second.onChange(() => {
			changes++;
		});
		first.want('a', true);
		first.want('a', true);
		first.end('a');
		expect(changes).toBe(2);
		stop();
		first.want('b', true);
		expect(changes).toBe(2);
	});
});
