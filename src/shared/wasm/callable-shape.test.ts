import { expect, it } from 'vitest';
import { fickle } from '../../../test/support/flows/fickle-guest.ts';
import { wat } from '../../../test/support/guests/in-process-guest.ts';
import { savesState } from './callable-shape.ts';
import { reportModule } from './report-module.ts';

const saved = (text: string): boolean => savesState(reportModule(wat(text), () => null));

it('a plugin saves its state that has both functions for it, in their shape', () => {
	const whole = fickle('aggregate_data');
	expect(saved(whole)).toBe(true);
	expect(saved(whole.replace('(export "load_state")', ''))).toBe(false);
	expect(saved(whole.replace('"save_state") (result i32)', '"save_state") (param i32) (result i32)'))).toBe(false);
	expect(savesState({ ...reportModule(wat(whole), () => null), abi: 'extism' })).toBe(false);
	const many = Array.from({ length: 1_200 }, (_, index) => `(func (export "f${index}"))`).join('');
	expect(saved(whole.replace(/\)$/, `${many})`))).toBe(true);
});
