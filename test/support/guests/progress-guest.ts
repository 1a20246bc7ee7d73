const guest = (body: string): string => `(module (import "env" "host_progress" (func $progress (param i64 i64)))
	(memory (export "memory") 1)
	(func (export "process_data") (param i32 i32) (result i32) ${body} (i32.const 0)))`;

/** Says each of these and answers nothing. */
export const sayingAll = (said: readonly (readonly [done: string, total: string])[]): string =>
	guest(said.map(([done, total]) => `(call $progress (i64.const ${done}) (i64.const ${total}))`).join(' '));

/** Says how far it is and never ends. */
export const sayingForEver = (done: number, total: number): string =>
	guest(`(call $progress (i64.const ${done}) (i64.const ${total})) (loop $ever (br $ever))`);
