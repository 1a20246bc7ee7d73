import { describe, expect, it } from 'vitest';
import { commandsOf, nameProblem } from './new-plugin.ts';

describe('a new plugin', () => {
	it('is told what it cannot be called', () => {
		expect(nameProblem('numbers-2')).toBeNull();
		expect(nameProblem('')).toBe('nameWrong');
		expect(nameProblem('Numbers')).toBe('nameWrong');
		expect(nameProblem('-numbers')).toBe('nameWrong');
		expect(nameProblem('con')).toBe('nameDevice');
	});

	it('is built by commands that hold wherever they are typed, with its tools where npm brings them', () => {
		expect(commandsOf({ folder: '/home/me/my plugins/numbers', files: ['build.json', 'plugin.json'] })).toEqual([
			"dataflare plugin build '/home/me/my plugins/numbers'",
			"dataflare plugin test '/home/me/my plugins/numbers'",
		]);
		expect(commandsOf({ folder: '/srv/numbers', files: ['build.json', 'package.json'] })[0]).toBe(
			'npm install --prefix /srv/numbers',
		);
	});
});
