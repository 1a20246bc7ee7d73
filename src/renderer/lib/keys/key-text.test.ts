import { describe, expect, it } from 'vitest';
import { ariaKeysOf, capsOf, keyText, withKey } from './key-text.ts';

describe('a key as it is told', () => {
	it('is written as the keyboard of the system has it', () => {
		expect(keyText('newWindow', false)).toBe('Ctrl+Shift+N');
		expect(keyText('newWindow', true)).toBe('⇧⌘N');
		expect(keyText('run', false)).toBe('Ctrl+Enter');
		expect(keyText('run', true)).toBe('⌘↵');
	});

	it('is the sign itself, whatever has to be held for it', () => {
		expect(keyText('help', false)).toBe('?');
		expect(capsOf('[Shift]+/', true)).toEqual([['/']]);
		expect(capsOf('$mod+,', false)).toEqual([['Ctrl', ',']]);
	});

	it('is one after the other where it is pressed so', () => {
		expect(capsOf('g p', false)).toEqual([['G'], ['P']]);
	});

	it('is written as the standard wants it for a screen reader', () => {
		expect(ariaKeysOf('go-plugins', false)).toBe('Control+1');
		expect(ariaKeysOf('go-plugins', true)).toBe('Meta+1');
		expect(ariaKeysOf('search', false)).toBe('/');
	});

	it('stands behind the name of what it does, and nothing where there is none', () => {
		expect(withKey('Help', 'help')).toBe('Help (?)');
		expect(withKey('Help', undefined)).toBe('Help');
	});
});
