import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { componentEmbed, componentNew, parse, print } from '@bytecodealliance/jco-transpile/wasm-tools';
import type { ComponentType } from '../../../src/shared/plugin/component-type.ts';
import { wat } from '../guests/wat.ts';

const sdkWit = resolve(import.meta.dirname, '../../../sdk/wit/dataflare.wit');

/** A component from WebAssembly text of a core module, for a world of `wit`; by default of the plugins' own package. */
export async function componentOf(
	text: string,
	world: string,
	wit = readFileSync(sdkWit, 'utf8'),
): Promise<Uint8Array> {
	const binary = await componentEmbed({ binary: await wat(text), witSource: wit, world, stringEncoding: 'utf8' });
	return Uint8Array.from(await componentNew(binary, []));
}

/** A component with more in it: `more` in its own text, behind all else. */
export async function componentWith(component: Uint8Array, more: string): Promise<Uint8Array> {
	const text = (await print(component)).trimEnd();
	return Uint8Array.from(await parse(`${text.slice(0, text.lastIndexOf(')'))}${more})`));
}

/** A component from its own text. */
export async function componentText(text: string): Promise<Uint8Array> {
	return Uint8Array.from(await parse(text));
}

const of = (role: string): string => `dataflare:plugin/${role}@1.0.0`;

interface BaseParts {
	readonly pages?: number;
	/** What these do before they answer. */
	readonly init?: string;
	readonly cleanup?: string;
	readonly lifecycle?: boolean;
}

interface TransformerParts extends BaseParts {
	readonly before?: string;
	readonly more?: string;
	readonly imports?: string;
	/** Answers in another way. */
	readonly body?: string;
}

/** What gives room in a module's memory and takes none back: for guests that are called a few times. */
export const growingHeap = `(global $heap (mut i32) (i32.const 4096))
		(func $alloc (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
			(local $at i32)
			(local.set $at (i32.and (i32.add (global.get $heap) (i32.const 7)) (i32.const -8)))
			(global.set $heap (i32.add (local.get $at) (local.get 3)))
			(if (i32.gt_u (global.get $heap) (i32.mul (memory.size) (i32.const 65536)))
				(then (if (i32.lt_s (memory.grow (i32.add (i32.shr_u (local.get 3) (i32.const 16)) (i32.const 1))) (i32.const 0))
					(then unreachable))))
			(local.get $at))`;

/** What every module of a component has: memory, an allocator that never frees, and `init` and `cleanup` that are content. */
function componentBase({ pages = 2, init = '', cleanup = '', lifecycle = true }: BaseParts = {}): string {
	const calls = `
		(func (export "${of('lifecycle')}#init") (param i32 i32) (result i32)
			${init} (i32.store8 (i32.const 32) (i32.const 0)) (i32.const 32))
		(func (export "${of('lifecycle')}#cleanup") (result i32)
			${cleanup} (i32.store8 (i32.const 32) (i32.const 0)) (i32.const 32))`;
	return `
		(memory (export "memory") ${pages})
		${growingHeap}
		${lifecycle ? calls : ''}`;
}

/** `ok` with a list: tag, pointer, length at 32; some roles wrap the list in an option. */
const okBytes = (pointer: string, length: string, isOption: boolean): string =>
	isOption
		? `(i32.store8 (i32.const 32) (i32.const 0)) (i32.store8 (i32.const 36) (i32.const 1))
			(i32.store (i32.const 40) ${pointer}) (i32.store (i32.const 44) ${length}) (i32.const 32)`
		: `(i32.store8 (i32.const 32) (i32.const 0)) (i32.store (i32.const 36) ${pointer})
			(i32.store (i32.const 40) ${length}) (i32.const 32)`;

/** Answers with `err` and words that lie at `pointer`. */
export const errWords = (pointer: number, length: number): string =>
	`(i32.store8 (i32.const 32) (i32.const 1)) (i32.store (i32.const 36) (i32.const ${pointer}))
	(i32.store (i32.const 40) (i32.const ${length})) (i32.const 32)`;

/**
 * A transformer that hands back what it is given. `before`: what it does first; `more`: fields of its module, `imports`
 * among its first.
 */
export function echoTransformer(parts: TransformerParts = {}): string {
	const { before = '', more = '', imports = '', body = '', ...base } = parts;
	return `(module ${imports} ${componentBase(base)} ${more}
		(func (export "${of('transformer')}#transform") (param $at i32) (param $length i32) (result i32)
			(global.set $heap (i32.const 4096))
			${before} ${body === '' ? okBytes('(local.get $at)', '(local.get $length)', false) : body}))`;
}

/** A component of any role that does as little as such a one can. */
export function leastOf(type: ComponentType): string {
	const answer = okBytes('(local.get 0)', '(local.get 1)', true);
	const bodies: Readonly<Record<ComponentType, string>> = {
		transformer: '',
		processor: `(func (export "${of('processor')}#process") (param i32 i32) (result i32) ${answer})`,
		destination: `(func (export "${of('destination')}#write") (param i32 i32) (result i32)
			(i32.store8 (i32.const 32) (i32.const 0)) (i32.store8 (i32.const 36) (i32.const 0)) (i32.const 32))`,
		filter: `(func (export "${of('filter')}#filter") (param i32 i32) (result i32)
			(i32.store (i32.const 64) (i32.const 0x010001))
			(i32.store8 (i32.const 32) (i32.const 0)) (i32.store (i32.const 36) (i32.const 64))
			(i32.store (i32.const 40) (i32.const 3)) (i32.const 32))`,
		source: `(global $read (mut i32) (i32.const 0)) (data (i32.const 64) "{\\22n\\22:1}\\0a{\\22n\\22:2}\\0a")
			(func (export "${of('source')}#read") (result i32)
			(if (global.get $read) (then (i32.store8 (i32.const 32) (i32.const 0)) (i32.store8 (i32.const 36) (i32.const 0))
				(return (i32.const 32))))
			(global.set $read (i32.const 1)) ${okBytes('(i32.const 64)', '(i32.const 16)', true)})`,
		aggregator: `(global $kept (mut i32) (i32.const 0)) (global $size (mut i32) (i32.const 0))
			(func (export "${of('aggregator')}#aggregate") (param i32 i32) (result i32)
				(global.set $kept (local.get 0)) (global.set $size (local.get 1))
				(i32.store8 (i32.const 32) (i32.const 0)) (i32.store8 (i32.const 36) (i32.const 0)) (i32.const 32))
			(func (export "${of('aggregator')}#finish") (result i32)
				${okBytes('(global.get $kept)', '(global.get $size)', true)})`,
	};
	return type === 'transformer' ? echoTransformer() : `(module ${componentBase()} ${bodies[type]})`;
}
