;; Makes a component of a program that was built for WASI preview 1: what its C library asks for there, answered by WASI
;; 0.2. Standard input, output and error are those of the component; there are no files. An adapter for
;; `wasm-tools component new --adapt`; for all of preview 1 there is Wasmtime's.
(module
	(import "env" "memory" (memory 0))
	(import "__main_module__" "_start" (func $start))
	(import "wasi:cli/stdin@0.2.0" "get-stdin" (func $stdin (result i32)))
	(import "wasi:cli/stdout@0.2.0" "get-stdout" (func $stdout (result i32)))
	(import "wasi:cli/stderr@0.2.0" "get-stderr" (func $stderr (result i32)))
	(import "wasi:cli/exit@0.2.0" "exit" (func $exit (param i32)))
	(import "wasi:clocks/wall-clock@0.2.0" "now" (func $now (param i32)))
	(import "wasi:io/streams@0.2.0" "[method]input-stream.blocking-read" (func $read (param i32 i64 i32)))
	(import "wasi:io/streams@0.2.0" "[method]output-stream.blocking-write-and-flush"
		(func $write (param i32 i32 i32 i32)))
	(import "wasi:io/error@0.2.0" "[resource-drop]error" (func $drop_error (param i32)))

	;; The streams, as far as they were asked for; -1: not yet.
	(global $in (mut i32) (i32.const -1))
	(global $out (mut i32) (i32.const -1))
	(global $err (mut i32) (i32.const -1))
	;; Where the answer of a call that returns more than one value is put; 0: not yet.
	(global $answer (mut i32) (i32.const 0))
	;; Where what is read next is put: the host asks for room for it.
	(global $room (mut i32) (i32.const 0))

	(func (export "wasi:cli/run@0.2.0#run") (result i32)
		(call $start)
		(i32.const 0))
	(func (export "cabi_import_realloc") (param i32 i32 i32 i32) (result i32) (global.get $room))

	;; A page of memory that the program does not know of.
	(func $answer_at (result i32)
		(local $page i32)
		(if (i32.eqz (global.get $answer))
			(then
				(local.set $page (memory.grow (i32.const 1)))
				(if (i32.lt_s (local.get $page) (i32.const 0)) (then unreachable))
				(global.set $answer (i32.shl (local.get $page) (i32.const 16)))))
		(global.get $answer))
	;; A stream's failure; 1: it is at its end.
	(func $failed (result i32)
		(if (i32.eqz (i32.load8_u offset=4 (global.get $answer)))
			(then (call $drop_error (i32.load offset=8 (global.get $answer))) (return (i32.const 0))))
		(i32.const 1))

	(func (export "fd_read") (param $fd i32) (param $pieces i32) (param $count i32) (param $got i32) (result i32)
		(local $length i32)
		(if (local.get $fd) (then (return (i32.const 8))))
		(i32.store (local.get $got) (i32.const 0))
		;; The first piece that has room; less than was asked for may be read.
		(block $found
			(loop $next
				(if (i32.eqz (local.get $count)) (then (return (i32.const 0))))
				(local.set $length (i32.load offset=4 (local.get $pieces)))
				(br_if $found (local.get $length))
				(local.set $pieces (i32.add (local.get $pieces) (i32.const 8)))
				(local.set $count (i32.sub (local.get $count) (i32.const 1)))
				(br $next)))
		(if (i32.lt_s (global.get $in) (i32.const 0)) (then (global.set $in (call $stdin))))
		(global.set $room (i32.load (local.get $pieces)))
		(call $read (global.get $in) (i64.extend_i32_u (local.get $length)) (call $answer_at))
		(if (i32.load8_u (global.get $answer))
			(then (return (select (i32.const 0) (i32.const 29) (call $failed)))))
		(i32.store (local.get $got) (i32.load offset=8 (global.get $answer)))
		(i32.const 0))

	(func $stream (param $fd i32) (result i32)
		(if (i32.eq (local.get $fd) (i32.const 1))
			(then
				(if (i32.lt_s (global.get $out) (i32.const 0)) (then (global.set $out (call $stdout))))
				(return (global.get $out))))
		(if (i32.lt_s (global.get $err) (i32.const 0)) (then (global.set $err (call $stderr))))
		(global.get $err))
	(func (export "fd_write") (param $fd i32) (param $pieces i32) (param $count i32) (param $written i32) (result i32)
		(local $at i32) (local $left i32) (local $part i32) (local $all i32)
		(if (i32.gt_u (i32.sub (local.get $fd) (i32.const 1)) (i32.const 1)) (then (return (i32.const 8))))
		(block $end
			(loop $next
				(br_if $end (i32.eqz (local.get $count)))
				(local.set $at (i32.load (local.get $pieces)))
				(local.set $left (i32.load offset=4 (local.get $pieces)))
				(local.set $all (i32.add (local.get $all) (local.get $left)))
				(local.set $pieces (i32.add (local.get $pieces) (i32.const 8)))
				(local.set $count (i32.sub (local.get $count) (i32.const 1)))
				;; A stream takes 4,096 bytes at once.
				(loop $more
					(br_if $next (i32.eqz (local.get $left)))
					(local.set $part (select (i32.const 4096) (local.get $left) (i32.gt_u (local.get $left) (i32.const 4096))))
					(call $write (call $stream (local.get $fd)) (local.get $at) (local.get $part) (call $answer_at))
					(if (i32.load8_u (global.get $answer))
						(then (return (select (i32.const 64) (i32.const 29) (call $failed)))))
					(local.set $at (i32.add (local.get $at) (local.get $part)))
					(local.set $left (i32.sub (local.get $left) (local.get $part)))
					(br $more))))
		(i32.store (local.get $written) (local.get $all))
		(i32.const 0))

	;; ESPIPE and EBADF: there is no place in a stream, and nothing else is open.
	(func (export "fd_seek") (param i32 i64 i32 i32) (result i32) (i32.const 70))
	(func (export "fd_close") (param i32) (result i32) (i32.const 0))
	;; A stream, whose place the C library asks for in vain.
	(func (export "fd_fdstat_get") (param $fd i32) (param $stat i32) (result i32)
		(if (i32.gt_u (local.get $fd) (i32.const 2)) (then (return (i32.const 8))))
		(memory.fill (local.get $stat) (i32.const 0) (i32.const 24))
		(i32.const 0))
	(func (export "fd_prestat_get") (param i32 i32) (result i32) (i32.const 8))
	(func (export "fd_prestat_dir_name") (param i32 i32 i32) (result i32) (i32.const 8))
	(func $none (param $count i32) (param $bytes i32) (result i32)
		(i32.store (local.get $count) (i32.const 0))
		(i32.store (local.get $bytes) (i32.const 0))
		(i32.const 0))
	(func (export "environ_sizes_get") (param i32 i32) (result i32) (call $none (local.get 0) (local.get 1)))
	(func (export "environ_get") (param i32 i32) (result i32) (i32.const 0))
	(func (export "args_sizes_get") (param i32 i32) (result i32) (call $none (local.get 0) (local.get 1)))
	(func (export "args_get") (param i32 i32) (result i32) (i32.const 0))
	(func (export "clock_time_get") (param i32 i64) (param $time i32) (result i32)
		(call $now (call $answer_at))
		(i64.store (local.get $time)
			(i64.add
				(i64.mul (i64.load (global.get $answer)) (i64.const 1000000000))
				(i64.load32_u offset=8 (global.get $answer))))
		(i32.const 0))
	;; Any code but 0 is a failure to WASI 0.2.
	(func (export "proc_exit") (param $code i32)
		(call $exit (i32.ne (local.get $code) (i32.const 0)))
		unreachable))
