;; What the C library of wasm32-wasi asks of WASI preview 1, for components that need no more than `printf`: what is
;; printed goes to the run's log, there are no files, and a program cannot end itself. An adapter for
;; `wasm-tools component new --adapt`; for all of preview 1 there is Wasmtime's.
(module
	(import "env" "memory" (memory 0))
	(import "dataflare:plugin/log@1.0.0" "log" (func $log (param i32 i32 i32)))
	(import "dataflare:plugin/chance@1.0.0" "now" (func $now (result i64)))

	;; Each piece is a line: standard error warns (3), standard output informs (2).
	(func (export "fd_write") (param $fd i32) (param $pieces i32) (param $count i32) (param $written i32) (result i32)
		(local $at i32) (local $length i32) (local $all i32)
		(if (i32.gt_u (i32.sub (local.get $fd) (i32.const 1)) (i32.const 1)) (then (return (i32.const 8))))
		(block $end
			(loop $next
				(br_if $end (i32.eqz (local.get $count)))
				(local.set $at (i32.load (local.get $pieces)))
				(local.set $length (i32.load offset=4 (local.get $pieces)))
				(local.set $all (i32.add (local.get $all) (local.get $length)))
				(local.set $pieces (i32.add (local.get $pieces) (i32.const 8)))
				(local.set $count (i32.sub (local.get $count) (i32.const 1)))
				(br_if $next (i32.eqz (local.get $length)))
				(if (i32.eq (i32.load8_u (i32.sub (i32.add (local.get $at) (local.get $length)) (i32.const 1))) (i32.const 10))
					(then (local.set $length (i32.sub (local.get $length) (i32.const 1)))))
				(br_if $next (i32.eqz (local.get $length)))
				(call $log (i32.add (local.get $fd) (i32.const 1)) (local.get $at) (local.get $length))
				(br $next)))
		(i32.store (local.get $written) (local.get $all))
		(i32.const 0))

	;; ESPIPE and EBADF: there is no place in the log, and nothing else is open.
	(func (export "fd_seek") (param i32 i64 i32 i32) (result i32) (i32.const 70))
	(func (export "fd_read") (param i32 i32 i32 i32) (result i32) (i32.const 8))
	(func (export "fd_close") (param i32) (result i32) (i32.const 0))
	;; A character device, so that the C library writes line by line.
	(func (export "fd_fdstat_get") (param $fd i32) (param $stat i32) (result i32)
		(if (i32.gt_u (local.get $fd) (i32.const 2)) (then (return (i32.const 8))))
		(memory.fill (local.get $stat) (i32.const 0) (i32.const 24))
		(i32.store8 (local.get $stat) (i32.const 2))
		(i32.const 0))
	(func (export "fd_prestat_get") (param i32 i32) (result i32) (i32.const 8))
	(func (export "fd_prestat_dir_name") (param i32 i32 i32) (result i32) (i32.const 8))
	(func (export "environ_sizes_get") (param $count i32) (param $bytes i32) (result i32)
		(i32.store (local.get $count) (i32.const 0))
		(i32.store (local.get $bytes) (i32.const 0))
		(i32.const 0))
	(func (export "environ_get") (param i32 i32) (result i32) (i32.const 0))
	(func (export "clock_time_get") (param i32 i64) (param $time i32) (result i32)
		(i64.store (local.get $time) (i64.mul (call $now) (i64.const 1000000)))
		(i32.const 0))
	(func (export "proc_exit") (param i32) unreachable))
