/** `TOKEN` and `naïve` are granted and set; `UNSET` is granted; `SECRET` is set. Expected: a status, or what is read. */
export const environmentCases: readonly {
	readonly what: string;
	readonly name: string | Uint8Array;
	readonly expected: number | string;
}[] = [
	{ what: 'reads a granted variable', name: 'TOKEN', expected: 'granted' },
	{ what: 'reads a granted variable that is not set', name: 'UNSET', expected: '' },
	{ what: 'reads another variable', name: 'SECRET', expected: -13 },
	{ what: 'reads the path', name: 'PATH', expected: -13 },
	{ what: 'asks in other case', name: 'token', expected: -13 },
	{ what: 'adds a space', name: 'TOKEN ', expected: -13 },
	{ what: 'adds a NUL', name: 'TOKEN\0', expected: -13 },
	{ what: 'adds a value', name: 'TOKEN=x', expected: -13 },
	{ what: 'asks with a dollar', name: '$TOKEN', expected: -13 },
	{ what: 'asks for all', name: '*', expected: -13 },
	{ what: 'asks for nothing', name: '', expected: -13 },
	{ what: 'asks for what every object has', name: 'constructor', expected: -13 },
	{ what: 'asks for the prototype', name: '__proto__', expected: -13 },
	{ what: 'asks for a granted name that every object has', name: 'toString', expected: '' },
	{ what: 'asks in another Unicode form', name: 'nai\u0308ve', expected: -13 },
	{ what: 'asks in the granted Unicode form', name: 'na\u00efve', expected: 'yes' },
	{ what: 'asks for bytes that are no text', name: Uint8Array.of(0xff, 0xfe), expected: -22 },
	{ what: 'asks for half a surrogate', name: Uint8Array.of(0xed, 0xa0, 0x80), expected: -22 },
	{ what: 'asks for an overlong letter', name: Uint8Array.of(0xc1, 0x94), expected: -22 },
	{ what: 'asks with a name of a hundred thousand letters', name: 'x'.repeat(100_000), expected: -22 },
];
