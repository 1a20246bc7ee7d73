import { expect, it } from 'vitest';
import { pluginCondition } from './plugin-condition.ts';

const failedUpdate = { sha256: 'a', manifestSha256: 'b', at: 1, error: { code: 'runtime', message: 'no' } } as const;

it('a plugin is told as running while it runs, and a failed update only where the old version is fit to run', () => {
	expect(pluginCondition({ state: 'ready', failedUpdate: null }, false)).toBe('ready');
	expect(pluginCondition({ state: 'ready', failedUpdate }, false)).toBe('updateFailed');
	expect(pluginCondition({ state: 'quarantined', failedUpdate }, false)).toBe('quarantined');
	expect(pluginCondition({ state: 'ready', failedUpdate }, true)).toBe('running');
});
