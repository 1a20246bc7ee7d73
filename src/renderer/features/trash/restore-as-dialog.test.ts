import { expect, it } from 'vitest';
import { templateNameSchema } from '../../../shared/plugin/policy-template.ts';
import { freeName } from './restore-as-dialog.tsx';

it('the first free number is offered, in a name that a template can have', () => {
	expect(freeName('mail', new Set(['mail']))).toBe('mail-2');
	expect(freeName('mail', new Set(['mail', 'mail-2', 'mail-3']))).toBe('mail-4');
	const longest = 'a'.repeat(64);
	expect(freeName(longest, new Set([longest]))).toBe(`${'a'.repeat(62)}-2`);
	expect(templateNameSchema.safeParse(freeName(longest, new Set([longest]))).success).toBe(true);
});
