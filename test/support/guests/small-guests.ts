/** Answers its input, which it finds at a fixed place right behind the result's prefix. */
export const echo = (fn: string, more = ''): string => `(module
	(memory (export "memory") 2)
	(func (export "alloc") (param i32) (result i32) (i32.const 1028))
	(func (export "${fn}") (param $at i32) (param $length i32) (result i32)
		(i32.store (i32.const 1024) (local.get $length)) (i32.const 1024))
	${more})`;

/** Answers with the same text whatever it gets. */
export const answering = (fn: string, text: string, params = '(param i32 i32)'): string => {
	const bytes = [...new TextEncoder().encode(text)].map((byte) => `\\${byte.toString(16).padStart(2, '0')}`).join('');
	const length = new TextEncoder().encode(text).length;
	return `(module (memory (export "memory") 1)
		(data (i32.const 16) "${bytes}")
		(func (export "${fn}") ${params} (result i32)
			(i32.store (i32.const 12) (i32.const ${length})) (i32.const 12)))`;
};

/** Returns a fixed number. */
export const returning = (fn: string, body: string, params = '(param i32 i32)'): string =>
	`(module (memory (export "memory") 1) (func (export "${fn}") ${params} (result i32) ${body}))`;
