import { describe, expect, it } from 'vitest';
import { Emitter } from './emitter.ts';

describe('an emitter', () => {
	it('tells each listener of that event once, in the order they came, until they stop', () => {
		const emitter = new Emitter<{ readonly a: number; readonly b: string }>();
		const heard: string[] = [];
		const first = (value: number): void => void heard.push(`first ${value}`);
		const stop = emitter.on('a', first);
		emitter.on('a', first);
		emitter.on('a', (value) => heard.push(`second ${value}`));
		emitter.on('b', (value) => heard.push(value));
		emitter.emit('a', 1);
		stop();
		stop();
		emitter.emit('a', 2);
		emitter.emit('b', 'b');
		expect(heard).toEqual(['first 1', 'second 1', 'second 2', 'b']);
	});

	it('hands what a listener throws to who emitted, or to who asked to hear of it, and goes on', () => {
		const plain = new Emitter<{ readonly a: number }>();
		plain.on('a', () => {
			throw new Error('slip');
		});
		expect(() => plain.emit('a', 1)).toThrow('slip');
		const failures: string[] = [];
		const told = new Emitter<{ readonly a: number }>((event, error) => failures.push(`${event}: ${String(error)}`));
		const heard: number[] = [];
		told.on('a', () => {
			throw new Error('slip');
		});
		told.on('a', (value) => heard.push(value));
		told.emit('a', 1);
		expect([failures, heard]).toEqual([['a: Error: slip'], [1]]);
	});
});
