import type { ComponentType } from '../../../src/shared/plugin/component-type.ts';
import { echoTransformer } from '../../support/wasi/component.ts';

/** An interface with one function, which a component exports besides its role. */
export const interfaceOf = (name: string, fn: string, id = 'wand'): string => `
	(core module $${id} (func (export "f")))
	(core instance $${id}-instance (instantiate $${id}))
	(alias core export $${id}-instance "f" (core func $${id}-core))
	(func $${id}-lifted (canon lift (core func $${id}-core)))
	(instance $${id}-exports (export "${fn}" (func $${id}-lifted)))
	(export "${name}" (instance $${id}-exports))`;

/** What clashes with the variables of the code that links a component. */
export const refusedInterfaces: readonly { readonly name: string; readonly fn: string }[] = [
	...['arguments', 'exports0', 'exports1', 'module0', 'memory0', 'realloc0', 'post-return0', 'trampoline3'].map(
		(fn) => ({
			name: 'acme:tools/wand@1.0.0',
			fn,
		}),
	),
	...['acme:tools/arguments', 'acme:tools/exports0@1.0.0', 'acme:tools/module0', 'memory0', 'arguments'].map(
		(name) => ({
			name,
			fn: 'wave',
		}),
	),
];

const transformer = 'dataflare:plugin/transformer@1.0.0#transform';
const error = 'record { message: string }';
const transforms = `func(records: list<u8>) -> result<list<u8>, ${error}>`;
const was = 'transform: func(records: batch) -> result<batch, error>;';

/** Functions of roles that a package gives other types than ours, and how they are told. */
export const otherTypes: readonly {
	readonly type: ComponentType;
	/** What is in our package, and stands there instead. */
	readonly was: string;
	readonly now: string;
	readonly fn: string;
	readonly expected: string;
	readonly found: string;
	/** Where the least that such a plugin can be does not fit. */
	readonly module?: string;
}[] = [
	...(
		[
			['string', 'result<string, error>', `func(records: string) -> result<string, ${error}>`],
			['batch', 'batch', 'func(records: list<u8>) -> list<u8>'],
			['list<s8>', 'result<batch, error>', `func(records: list<s8>) -> result<list<u8>, ${error}>`],
			['batch', 'result<batch, string>', 'func(records: list<u8>) -> result<list<u8>, string>'],
			['batch', 'result<batch>', 'func(records: list<u8>) -> result<list<u8>>'],
			['batch', 'option<batch>', 'func(records: list<u8>) -> option<list<u8>>'],
		] as const
	).map(([records, answer, found]) => ({
		...{ type: 'transformer' as const, was, fn: transformer, expected: transforms, found },
		now: `transform: func(records: ${records}) -> ${answer};`,
	})),
	{
		type: 'filter',
		was: 'filter: func(records: batch) -> result<list<bool>, error>;',
		now: 'filter: func(records: batch) -> result<list<u8>, error>;',
		fn: 'dataflare:plugin/filter@1.0.0#filter',
		expected: `func(records: list<u8>) -> result<list<bool>, ${error}>`,
		found: `func(records: list<u8>) -> result<list<u8>, ${error}>`,
	},
	{
		type: 'source',
		was: 'read: func() -> result<option<batch>, error>;',
		now: 'read: func() -> result<batch, error>;',
		fn: 'dataflare:plugin/source@1.0.0#read',
		expected: `func() -> result<option<list<u8>>, ${error}>`,
		found: `func() -> result<list<u8>, ${error}>`,
	},
	{
		type: 'transformer',
		was: 'init: func(config: string)',
		now: 'init: func(config: list<u8>)',
		fn: 'dataflare:plugin/lifecycle@1.0.0#init',
		expected: `func(config: string) -> result<_, ${error}>`,
		found: `func(config: list<u8>) -> result<_, ${error}>`,
		module: echoTransformer(),
	},
	{
		type: 'transformer',
		was: 'message: string,',
		now: 'message: string, code: u32,',
		fn: 'dataflare:plugin/lifecycle@1.0.0#init',
		expected: `func(config: string) -> result<_, ${error}>`,
		found: 'func(config: string) -> result<_, record { message: string, code: u32 }>',
	},
];
