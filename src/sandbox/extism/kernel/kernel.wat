;; The memory that an Extism guest and its host share: blocks, input, output and error.
;; A block is a header of 12 bytes (status u8 at 0, size u32 at 4, used u32 at 8) and its data; a handle is the offset of
;; the data. Status 1 is in use, 2 is free. The first block begins at 65, as in Extism's own runtime, so that handles are
;; the same there and here. What the blocks begin and end with lies in globals, out of a guest's reach; headers do not,
;; so nothing in a header is believed: no walk leaves what was allocated, and none goes back.
;; `node scripts/build/kernel.ts` assembles this into kernel-bytes.ts.
(module
	;; How many more pages may be had, for guest and kernel together.
	(import "host" "room" (func $room (result i32)))
	(memory (export "memory") 1)
	(global $position (mut i64) (i64.const 0))
	(global $length (mut i64) (i64.const 65472))
	(global $end (mut i64) (i64.const 65536))
	(global $error (mut i64) (i64.const 0))
	(global $input_offset (mut i64) (i64.const 0))
	(global $input_length (mut i64) (i64.const 0))
	(global $output_offset (mut i64) (i64.const 0))
	(global $output_length (mut i64) (i64.const 0))
	;; Whether memory was asked for that there was no room for, since `begin`.
	(global $refused (mut i32) (i32.const 0))

	(func $data_end (result i64) (i64.add (i64.const 65) (global.get $position)))

	;; A freed block of at least $n bytes, its header's offset; 0: none.
	(func $find_free (param $n i64) (result i64)
		(local $block i64) (local $size i64) (local $end i64)
		(local.set $block (i64.const 65))
		(local.set $end (call $data_end))
		(loop $next
			(if (i64.gt_u (i64.add (local.get $block) (i64.const 12)) (local.get $end)) (then (return (i64.const 0))))
			(local.set $size (i64.load32_u offset=4 (i32.wrap_i64 (local.get $block))))
			(if (i64.gt_u (i64.add (i64.add (local.get $block) (i64.const 12)) (local.get $size)) (local.get $end))
				(then (return (i64.const 0))))
			(if (i32.and
					(i32.eq (i32.load8_u (i32.wrap_i64 (local.get $block))) (i32.const 2))
					(i64.ge_u (local.get $size) (local.get $n)))
				(then
					;; Far larger: its end becomes a block of its own.
					(if (i64.ge_u (i64.sub (local.get $size) (local.get $n)) (i64.const 128))
						(then
							(local.set $size (i64.sub (local.get $size) (i64.add (local.get $n) (i64.const 12))))
							(i64.store32 offset=4 (i32.wrap_i64 (local.get $block)) (local.get $size))
							(i32.store offset=8 (i32.wrap_i64 (local.get $block)) (i32.const 0))
							(local.set $block (i64.add (i64.add (local.get $block) (i64.const 12)) (local.get $size)))
							(i64.store32 offset=4 (i32.wrap_i64 (local.get $block)) (local.get $n))))
					(return (local.get $block))))
			(local.set $block (i64.add (i64.add (local.get $block) (i64.const 12)) (local.get $size)))
			(br $next))
		(unreachable))

	;; The header's offset of the block in use whose data begins at $p; 0: there is none.
	(func $find_block (param $p i64) (result i64)
		(local $block i64)
		(local.set $block (call $find_any (local.get $p)))
		(if (i64.eqz (local.get $block)) (then (return (i64.const 0))))
		(select (local.get $block) (i64.const 0)
			(i32.eq (i32.load8_u (i32.wrap_i64 (local.get $block))) (i32.const 1))))

	;; The same for blocks that were freed as well.
	(func $find_any (param $p i64) (result i64)
		(local $block i64) (local $end i64)
		(if (i64.lt_u (local.get $p) (i64.const 77)) (then (return (i64.const 0))))
		(local.set $block (i64.const 65))
		(local.set $end (call $data_end))
		(if (i64.gt_u (local.get $p) (local.get $end)) (then (return (i64.const 0))))
		(loop $next
			(if (i64.gt_u (i64.add (local.get $block) (i64.const 12)) (local.get $p)) (then (return (i64.const 0))))
			(if (i64.eq (i64.add (local.get $block) (i64.const 12)) (local.get $p)) (then (return (local.get $block))))
			(local.set $block (i64.add (i64.add (local.get $block) (i64.const 12))
				(i64.load32_u offset=4 (i32.wrap_i64 (local.get $block)))))
			(br $next))
		(unreachable))

	(func $grow (param $bytes i64) (result i32)
		(local $pages i64)
		(local.set $pages (i64.shr_u (i64.add (local.get $bytes) (i64.const 65535)) (i64.const 16)))
		(if (i64.eqz (local.get $pages)) (then (return (i32.const 1))))
		(if (i64.gt_u (local.get $pages) (i64.extend_i32_u (call $room))) (then (return (i32.const 0))))
		(if (i32.eq (memory.grow (i32.wrap_i64 (local.get $pages))) (i32.const -1)) (then (return (i32.const 0))))
		(global.set $length (i64.add (global.get $length) (i64.shl (local.get $pages) (i64.const 16))))
		(global.set $end (i64.add (global.get $end) (i64.shl (local.get $pages) (i64.const 16))))
		(i32.const 1))

	(func $alloc (export "alloc") (param $n i64) (result i64)
		(local $need i64) (local $left i64) (local $block i64)
		(if (i64.eqz (local.get $n)) (then (return (i64.const 0))))
		(if (i64.gt_u (local.get $n) (i64.const 0xfffeffff))
			(then (global.set $refused (i32.const 1)) (return (i64.const 0))))
		(local.set $need (i64.add (local.get $n) (i64.const 12)))
		(local.set $left (i64.sub (i64.sub (global.get $length) (global.get $position)) (i64.const 64)))
		(block $placed
			(if (i64.ge_u (local.get $need) (local.get $left))
				(then
					(if (i64.le_u (local.get $need) (global.get $position))
						(then
							(local.set $block (call $find_free (local.get $n)))
							(br_if $placed (i64.ne (local.get $block) (i64.const 0)))))
					(if (i32.eqz (call $grow (i64.sub (local.get $need) (local.get $left))))
						(then (global.set $refused (i32.const 1)) (return (i64.const 0))))))
			(local.set $block (call $data_end))
			(global.set $position (i64.add (global.get $position) (local.get $need)))
			(i64.store32 offset=4 (i32.wrap_i64 (local.get $block)) (local.get $n)))
		(i32.store8 (i32.wrap_i64 (local.get $block)) (i32.const 1))
		(i64.store32 offset=8 (i32.wrap_i64 (local.get $block)) (local.get $n))
		(i64.add (local.get $block) (i64.const 12)))

	(func (export "free") (param $p i64)
		(local $block i64)
		(local.set $block (call $find_block (local.get $p)))
		(if (i64.eqz (local.get $block)) (then (return)))
		(i32.store8 (i32.wrap_i64 (local.get $block)) (i32.const 2))
		(if (i64.eq (local.get $p) (global.get $input_offset))
			(then (global.set $input_length (i64.const 0)))))

	(func $length (export "length") (param $p i64) (result i64)
		(local $block i64)
		(local.set $block (call $find_block (local.get $p)))
		(if (i64.eqz (local.get $block)) (then (return (i64.const 0))))
		(i64.load32_u offset=8 (i32.wrap_i64 (local.get $block))))

	(func (export "length_unsafe") (param $p i64) (result i64)
		(local $block i32)
		(if (i64.lt_u (local.get $p) (i64.const 77)) (then (return (i64.const 0))))
		(if (i64.gt_u (local.get $p) (global.get $end)) (then (return (i64.const 0))))
		(local.set $block (i32.wrap_i64 (i64.sub (local.get $p) (i64.const 12))))
		(if (i32.ne (i32.load8_u (local.get $block)) (i32.const 1)) (then (return (i64.const 0))))
		(i64.load32_u offset=8 (local.get $block)))

	;; Whether $size bytes at $p may be touched: inside the memory, and not what stands before the blocks.
	(func $holds (param $p i64) (param $size i64) (result i32)
		(i32.and
			(i64.ge_u (local.get $p) (i64.const 64))
			(i64.le_u (local.get $p) (i64.sub (global.get $end) (local.get $size)))))

	(func (export "load_u8") (param $p i64) (result i32)
		(if (i32.eqz (call $holds (local.get $p) (i64.const 1))) (then (return (i32.const 0))))
		(i32.load8_u (i32.wrap_i64 (local.get $p))))
	(func (export "load_u64") (param $p i64) (result i64)
		(if (i32.eqz (call $holds (local.get $p) (i64.const 8))) (then (return (i64.const 0))))
		(i64.load (i32.wrap_i64 (local.get $p))))
	(func (export "store_u8") (param $p i64) (param $x i32)
		(if (i32.eqz (call $holds (local.get $p) (i64.const 1))) (then (return)))
		(i32.store8 (i32.wrap_i64 (local.get $p)) (local.get $x)))
	(func (export "store_u64") (param $p i64) (param $x i64)
		(if (i32.eqz (call $holds (local.get $p) (i64.const 8))) (then (return)))
		(i64.store (i32.wrap_i64 (local.get $p)) (local.get $x)))

	(func (export "input_load_u8") (param $at i64) (result i32)
		(if (i64.ge_u (local.get $at) (global.get $input_length)) (then (return (i32.const 0))))
		(i32.load8_u (i32.wrap_i64 (i64.add (global.get $input_offset) (local.get $at)))))
	(func (export "input_load_u64") (param $at i64) (result i64)
		(if (i64.lt_u (global.get $input_length) (i64.const 8)) (then (return (i64.const 0))))
		(if (i64.gt_u (local.get $at) (i64.sub (global.get $input_length) (i64.const 8))) (then (return (i64.const 0))))
		(i64.load (i32.wrap_i64 (i64.add (global.get $input_offset) (local.get $at)))))

	;; Whether a range lies in what may be allocated.
	(func $within (param $p i64) (param $size i64) (result i32)
		(i32.and
			(i32.and (i64.ge_u (local.get $p) (i64.const 65)) (i64.le_u (local.get $p) (global.get $end)))
			(i64.le_u (local.get $size) (i64.sub (global.get $end) (local.get $p)))))

	(func (export "input_set") (param $p i64) (param $size i64)
		(if (i32.eqz (call $within (local.get $p) (local.get $size))) (then (return)))
		(global.set $input_offset (local.get $p))
		(global.set $input_length (local.get $size)))
	(func (export "output_set") (param $p i64) (param $size i64)
		(if (i32.eqz (call $within (local.get $p) (local.get $size))) (then (return)))
		(global.set $output_offset (local.get $p))
		(global.set $output_length (local.get $size)))
	(func (export "error_set") (param $p i64)
		(if (i32.eqz (i32.or (i64.eqz (local.get $p)) (call $within (local.get $p) (i64.const 1)))) (then (return)))
		(global.set $error (local.get $p)))

	(func (export "input_offset") (result i64) (global.get $input_offset))
	(func (export "input_length") (result i64) (global.get $input_length))
	(func (export "output_offset") (result i64) (global.get $output_offset))
	(func (export "output_length") (result i64) (global.get $output_length))
	(func (export "error_get") (result i64) (global.get $error))
	(func (export "memory_bytes") (result i64) (global.get $length))

	(func $reset (export "reset")
		(memory.fill (i32.const 65) (i32.const 0) (i32.wrap_i64 (global.get $position)))
		(global.set $position (i64.const 0))
		(global.set $error (i64.const 0))
		(global.set $input_offset (i64.const 0))
		(global.set $input_length (i64.const 0))
		(global.set $output_offset (i64.const 0))
		(global.set $output_length (i64.const 0)))

	;; ---- For the host alone, which has no use for numbers of 64 bits.

	;; A call begins: room for an input of $n bytes. 0: there is none, or it is empty.
	(func (export "begin") (param $n i32) (result i32)
		(local $p i64)
		(call $reset)
		(global.set $refused (i32.const 0))
		(local.set $p (call $alloc (i64.extend_i32_u (local.get $n))))
		(if (i64.ne (local.get $p) (i64.const 0))
			(then
				(global.set $input_offset (local.get $p))
				(global.set $input_length (i64.extend_i32_u (local.get $n)))))
		(i32.wrap_i64 (local.get $p)))
	(func (export "output_at") (result i32) (i32.wrap_i64 (global.get $output_offset)))
	(func (export "output_size") (result i32) (i32.wrap_i64 (global.get $output_length)))
	(func (export "error_at") (result i32) (i32.wrap_i64 (global.get $error)))
	;; Of the error's message; 0: there is none.
	(func (export "error_size") (result i32)
		(if (i64.eqz (global.get $error)) (then (return (i32.const 0))))
		(i32.wrap_i64 (call $length (global.get $error))))
	;; Of a block, be it freed: a host without ownership would still read it.
	(func (export "size_at") (param $p i64) (result i32)
		(local $block i64)
		(local.set $block (call $find_any (local.get $p)))
		(if (i64.eqz (local.get $block)) (then (return (i32.const 0))))
		(i32.load offset=8 (i32.wrap_i64 (local.get $block))))
	(func (export "was_refused") (result i32) (global.get $refused))
)
