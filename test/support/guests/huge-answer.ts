/** Tokens that are worth little as bytes and much as values. */
const shapes = {
	/** `[0,{},{},…]`: one JSON text of a value for each three bytes. */
	list: { encoding: 'json', begin: '[0', repeat: ',{}', end: ']' },
	/** `1\n1\n…`: a record for each two bytes. */
	lines: { encoding: 'ndjson', begin: '1\n', repeat: '1\n', end: '' },
	/** A text of one value. */
	text: { encoding: 'json', begin: '"x', repeat: 'xyz', end: '"' },
	/** Bytes that are no text. */
	bytes: { encoding: 'bytes', begin: '\u00ff\u0000', repeat: '\u00fe\u0001', end: '' },
} as const;

export type HugeShape = keyof typeof shapes;

export interface HugeAnswer {
	/** WebAssembly text of a processor that answers every call with it. */
	readonly wat: string;
	/** For the manifest: its encoding, and the memory that it needs. */
	readonly manifest: object;
	/** What it answers. */
	readonly bytes: Buffer;
}

const PAGE = 65_536;

/** An answer of at least so many MiB. */
export function hugeAnswer(shape: HugeShape, mebibytes: number): HugeAnswer {
	const { encoding, begin, repeat, end } = shapes[shape];
	const times = Math.ceil((mebibytes * 1024 * 1024 - begin.length - end.length) / repeat.length);
	const length = begin.length + times * repeat.length + end.length;
	const pages = Math.ceil((length + 64) / PAGE) + 1;
	const first = 20 + begin.length;
	const last = first + times * repeat.length;
	const wat = `(module (memory (export "memory") ${pages})
		(data (i32.const 20) "${escaped(begin + repeat)}")
		(func (export "process_data") (param i32 i32) (result i32) (local $at i32) (local $size i32)
			(local.set $at (i32.const ${first + repeat.length}))
			(block $full (loop $more
				(br_if $full (i32.ge_u (local.get $at) (i32.const ${last})))
				(local.set $size (i32.sub (local.get $at) (i32.const ${first})))
				(if (i32.gt_u (local.get $size) (i32.sub (i32.const ${last}) (local.get $at)))
					(then (local.set $size (i32.sub (i32.const ${last}) (local.get $at)))))
				(memory.copy (local.get $at) (i32.const ${first}) (local.get $size))
				(local.set $at (i32.add (local.get $at) (local.get $size)))
				(br $more)))
			${end === '' ? '' : `(i32.store8 (i32.const ${last}) (i32.const ${end.charCodeAt(0)}))`}
			(i32.store (i32.const 16) (i32.const ${length}))
			(i32.const 16)))`;
	const max_memory = (pages + 16) * PAGE;
	const manifest = { encoding, memory_limit: max_memory, security_policy: { max_memory } };
	return { wat, manifest, bytes: Buffer.from(begin + repeat.repeat(times) + end, 'latin1') };
}

function escaped(text: string): string {
	return Array.from(text, (char) => `\\${char.charCodeAt(0).toString(16).padStart(2, '0')}`).join('');
}
