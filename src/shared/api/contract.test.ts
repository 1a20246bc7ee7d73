import { describe, expect, expectTypeOf, it } from 'vitest';
import { type EventName, eventNames } from './events.ts';
import {
	type ReadRoute,
	type RouteInput,
	type RouteName,
	type RouteOutput,
	routes,
	type WriteRoute,
} from './routes.ts';
import { settingNames, toSettingChange } from './settings.ts';

describe('the contract', () => {
	it('tells routes that change something from those that do not, by type', () => {
		expectTypeOf<ReadRoute | WriteRoute>().toEqualTypeOf<RouteName>();
		expectTypeOf<ReadRoute & WriteRoute>().toEqualTypeOf<never>();
		expectTypeOf<'plugins.install'>().toExtend<WriteRoute>();
		expectTypeOf<'plugins.list'>().toExtend<ReadRoute>();
		expectTypeOf<'plugins.list'>().not.toExtend<WriteRoute>();
		for (const { access } of Object.values(routes)) expect(['read', 'write']).toContain(access);
	});

	it('types each setting by its name, in both directions', () => {
		expectTypeOf<RouteOutput<'settings.get'>['theme']>().toEqualTypeOf<'system' | 'light' | 'dark'>();
		expectTypeOf<RouteOutput<'settings.get'>['ceiling_memory']>().toEqualTypeOf<number>();
		expectTypeOf<{ key: 'theme'; value: 'dark' }>().toExtend<RouteInput<'settings.set'>>();
		expectTypeOf<{ key: 'theme'; value: 'pink' }>().not.toExtend<RouteInput<'settings.set'>>();
		expectTypeOf<{ key: 'theme'; value: number }>().not.toExtend<RouteInput<'settings.set'>>();
		expectTypeOf<{ key: 'colour'; value: 'red' }>().not.toExtend<RouteInput<'settings.set'>>();
	});

	it('refuses a setting that is none, and a value that one cannot have, wherever it was typed', () => {
		expect(toSettingChange('theme', 'dark')).toEqual({ key: 'theme', value: 'dark' });
		expect(() => toSettingChange('toString', 1)).toThrow(expect.objectContaining({ code: 'not_found' }));
		expect(() => toSettingChange('theme', 'pink')).toThrow(
			expect.objectContaining({ code: 'invalid_input', message: expect.stringContaining('theme') }),
		);
		expect(settingNames).toContain('require_kernel_limits');
	});

	it('names every event once', () => {
		expectTypeOf(eventNames).toEqualTypeOf<readonly EventName[]>();
		expect(new Set(eventNames).size).toBe(eventNames.length);
	});
});
