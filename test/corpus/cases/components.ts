/** Bytes of a text as WebAssembly's text format takes any. */
const text = (name: string): string =>
	`"${Array.from(Buffer.from(name), (byte) => `\\${byte.toString(16).padStart(2, '0')}`).join('')}"`;

/** A function that a component exports besides its role, by this name; in its module by that of `core`. */
export const alsoExported = (name: string, core = 'f', id = 'also'): string => `
	(core module $${id} (func (export ${text(core)})))
	(core instance $${id}-instance (instantiate $${id}))
	(alias core export $${id}-instance ${text(core)} (core func $${id}-core))
	(func $${id}-lifted (canon lift (core func $${id}-core)))
	(export ${text(name)} (func $${id}-lifted))`;

/** What would run in the code that links a component, if a name got out of its quotes. */
const ways = [
	"a'];globalThis.canary=1;['b",
	'a"];globalThis.canary=1;["b',
	'a`];globalThis.canary=1;[`b',
	'${globalThis.canary=1}',
	'a\nglobalThis.canary=1',
	'a\u2028globalThis.canary=1',
	'*/globalThis.canary=1/*',
	"\\'];globalThis.canary=1;//",
	'<!--',
];

/** Names that JavaScript has other uses for, as exports beside a role: each is linked like any other, and never called. */
export const harmlessNames = [
	'eval',
	'constructor',
	'default',
	'await',
	'prototype',
	'class',
	'instantiate',
	'import-meta',
	'new',
	'imports',
	'undefined',
	'global-this',
	'web-assembly',
	'sha256',
	'utf8',
	'base64-url',
	'process',
	'a'.repeat(5_000),
] as const;

/** What is refused by the names that it has, and how it comes to them. */
export const refusedNames: readonly { readonly what: string; readonly more: string }[] = [
	...['__proto__', 'аdmin', '', 'a b', 'a/../b', 'then', 'arguments', 'exports0', 'module1', ...ways].map((name) => ({
		what: `an export named ${JSON.stringify(name)}`,
		more: alsoExported(name),
	})),
	...ways.map((name) => ({ what: `a core export named ${JSON.stringify(name)}`, more: alsoExported('also', name) })),
	...ways.map((name) => ({
		what: `a part of a core instance named ${JSON.stringify(name)}`,
		more: `(core module $m (func (export "f"))) (core instance $i (instantiate $m))
			(alias core export $i "f" (core func $f)) (core instance $j (export ${text(name)} (func $f)))`,
	})),
	...ways.map((name) => ({
		what: `an import of a core module named ${JSON.stringify(name)}`,
		more: `(core module $n (func (export "f"))) (core instance $k (instantiate $n))
			(core module $m (import ${text(name)} "f" (func))) (core instance (instantiate $m (with ${text(name)} (instance $k))))`,
	})),
	...ways.map((name) => ({
		what: `a core function that is imported as ${JSON.stringify(name)}`,
		more: `(core module $n (func (export ${text(name)}))) (core instance $k (instantiate $n))
			(core module $m (import "n" ${text(name)} (func))) (core instance (instantiate $m (with "n" (instance $k))))`,
	})),
	...ways.map((name) => ({
		what: `a field of a record named ${JSON.stringify(name)}`,
		more: `(type (record (field ${text(name)} u8)))`,
	})),
	...ways.map((name) => ({
		what: `a component within it that exports ${JSON.stringify(name)}`,
		more: `(component (type $t (record (field "a" u8))) (export ${text(name)} (type $t)))`,
	})),
];
