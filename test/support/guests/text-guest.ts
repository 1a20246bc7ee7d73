/** A text that a guest makes in its own memory: `prefix`, `unit` again and again, `suffix`; about so many bytes. */
export interface GuestText {
	readonly prefix: string;
	/** `#######` in it becomes a number of seven letters, another one each time. */
	readonly unit: string;
	readonly suffix: string;
	readonly bytes: number;
}

const PAGE = 65_536;
/** Where the text begins; its length stands in front of it. */
const BASE = PAGE;

export const pagesFor = ({ bytes }: GuestText): number => Math.ceil(bytes / PAGE) + 3;

const escaped = (text: string): string =>
	[...Buffer.from(text)].map((byte) => `\\${byte.toString(16).padStart(2, '0')}`).join('');

/** WebAssembly text of a guest that makes the text and then does `use`, in which `$at` and `$length` name it. */
export function textGuest(text: GuestText, use: string, fn = 'process_data'): string {
	const [prefix, unit, suffix] = [text.prefix, text.unit, text.suffix].map((part) => Buffer.byteLength(part));
	const digits = text.unit.indexOf('#######');
	const count = `(local.set $number (i32.add (local.get $number) (i32.const 1)))
		(local.set $rest (local.get $number)) (local.set $digit (i32.const 6))
		(loop $next
			(i32.store8 (i32.add (i32.add (local.get $end) (i32.const ${digits})) (local.get $digit))
				(i32.add (i32.const 97) (i32.and (local.get $rest) (i32.const 15))))
			(local.set $rest (i32.shr_u (local.get $rest) (i32.const 4)))
			(local.set $digit (i32.sub (local.get $digit) (i32.const 1)))
			(br_if $next (i32.ge_s (local.get $digit) (i32.const 0))))`;
	return `(module
		(import "env" "host_http" (func $http (param i32 i32) (result i32)))
		(import "env" "host_read_file" (func $read (param i32 i32 i64 i32) (result i32)))
		(memory (export "memory") ${pagesFor(text)})
		(data (i32.const 16) "${escaped(text.prefix + text.unit + text.suffix)}")
		(func (export "alloc") (param i32) (result i32) (i32.const 32768))
		(func (export "${fn}") (param i32 i32) (result i32)
			(local $at i32) (local $end i32) (local $length i32) (local $number i32) (local $rest i32) (local $digit i32)
			(local $turn i32)
			(local.set $at (i32.const ${BASE + 4}))
			(memory.copy (local.get $at) (i32.const 16) (i32.const ${prefix}))
			(local.set $end (i32.add (local.get $at) (i32.const ${prefix})))
			(loop $more
				(memory.copy (local.get $end) (i32.const ${16 + (prefix ?? 0)}) (i32.const ${unit}))
				${digits < 0 ? '' : count}
				(local.set $end (i32.add (local.get $end) (i32.const ${unit})))
				(br_if $more (i32.lt_u (local.get $end) (i32.const ${BASE + text.bytes}))))
			(memory.copy (local.get $end) (i32.const ${16 + (prefix ?? 0) + (unit ?? 0)}) (i32.const ${suffix}))
			(local.set $length (i32.sub (i32.add (local.get $end) (i32.const ${suffix})) (local.get $at)))
			(i32.store (i32.const ${BASE}) (local.get $length))
			${use}))`;
}

/** Hands the text back as what the function answers. */
export const answerIt = `(i32.const ${BASE})`;

/** Calls a host function with it so often, and answers nothing. */
export const askWithIt = (call: string, times: number): string => `(loop $again
	(drop (call ${call}))
	(local.set $turn (i32.add (local.get $turn) (i32.const 1)))
	(br_if $again (i32.lt_u (local.get $turn) (i32.const ${times}))))
	(i32.const 0)`;
