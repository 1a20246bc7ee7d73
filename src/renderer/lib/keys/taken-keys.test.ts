import { Blocks } from 'lucide-react';
import { describe, expect, it } from 'vitest';
import type { HeardKey } from '../../../shared/face/keys.ts';
import type { Command } from './command.ts';
import { type Layer, TakenKeys, windowLayer } from './taken-keys.ts';

const done: string[] = [];

function command(id: string, key: HeardKey | undefined, disabled = false): Command {
	return { id, label: id, icon: Blocks, key, disabled, act: () => done.push(id) };
}

function offered(keys: TakenKeys, layer: Layer, ...commands: readonly Command[]): () => void {
	return keys.offer({ layer, commands: () => commands, keys: () => ({}) });
}

describe('a key that is pressed', () => {
	it('is taken by the part that was drawn last, and by the one before once that is gone', () => {
		const keys = new TakenKeys();
		offered(keys, windowLayer, command('first', 'save'));
		const end = offered(keys, windowLayer, command('second', 'save'));
		done.length = 0;
		expect(keys.press('save')).toBe(true);
		end();
		expect(keys.press('save')).toBe(true);
		expect(done).toEqual(['second', 'first']);
	});

	it('is for a dialog alone while that is open, whether the dialog takes it or not', () => {
		const keys = new TakenKeys();
		const dialog = Symbol();
		offered(keys, windowLayer, command('behind', 'save'), command('run', 'run'));
		const end = keys.open(dialog);
		offered(keys, dialog, command('within', 'save'));
		done.length = 0;
		expect(keys.press('save')).toBe(true);
		expect(keys.press('run')).toBe(false);
		expect(keys.isPlain).toBe(false);
		end();
		expect(keys.isPlain).toBe(true);
		expect(keys.press('run')).toBe(true);
		expect(done).toEqual(['within', 'run']);
	});

	it('passes by what cannot be done just now', () => {
		const keys = new TakenKeys();
		offered(keys, windowLayer, command('can', 'run'));
		offered(keys, windowLayer, command('cannot', 'run', true));
		done.length = 0;
		expect(keys.press('run')).toBe(true);
		expect(done).toEqual(['can']);
		expect(keys.press('save')).toBe(false);
	});

	it('is heard by what offers a key without a command', () => {
		const keys = new TakenKeys();
		keys.offer({ layer: windowLayer, commands: () => [], keys: () => ({ help: () => done.push('help') }) });
		done.length = 0;
		expect(keys.press('help')).toBe(true);
		expect(done).toEqual(['help']);
	});
});

it('what can be done is told once, of one layer, as it is now', () => {
	const keys = new TakenKeys();
	let label = 'old';
	keys.offer({
		layer: windowLayer,
		commands: () => [{ ...command('a', undefined), label }, command('b', undefined)],
		keys: () => ({}),
	});
	offered(keys, windowLayer, command('b', undefined));
	offered(keys, Symbol(), command('elsewhere', undefined));
	label = 'new';
	expect(keys.commandsOf(windowLayer).map(({ id }) => id)).toEqual(['a', 'b']);
	expect(keys.commandsOf(windowLayer)[0]?.label).toBe('new');
});
