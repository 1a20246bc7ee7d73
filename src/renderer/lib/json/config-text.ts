import type { JsonValue } from '../../../shared/errors/errors.ts';
import { findUnheldNumber } from '../../../shared/json/json-numbers.ts';

/** Of a configuration as text; null: none. */
export function configProblem(text: string): 'notJson' | 'notObject' | 'notKept' | null {
	if (text.trim() === '') return null;
	try {
		const value = JSON.parse(text) as JsonValue;
		if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'notObject';
		return findUnheldNumber(text) === null ? null : 'notKept';
	} catch {
		return 'notJson';
	}
}
