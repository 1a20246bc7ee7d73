;; Says of lines of text that each is one JSON object of strings, numbers and words, and nothing else: what nearly all
;; records are. Of any other line it says nothing, and `splitLines` looks at it. It is never wrong the other way: a line it
;; takes is JSON (plain-lines.test.ts). Most lines have the keys of the line before, so each key is first compared with the
;; one that stood in its place there, which was found to be a key.
;; At 0: sixteen bytes of ones, sixteen of zeros. At 64: the keys, 48 bytes each: the key with its quotes and colon (at most
;; sixteen bytes, then zeros), a mask of its bytes, its length (0: not known). From 4096: where lines end. From 32768: the
;; text, with sixteen zeros behind it, which nothing that is taken holds: no line is taken that goes on behind them.
;; `node scripts/build/kernel.ts` assembles this into plain-lines-bytes.ts.
(module
	(memory (export "memory") 5 5)
	(data (i32.const 0) "\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff")
	;; Lines that were taken.
	(global $count (export "count") (mut i32) (i32.const 0))

	;; Behind the string whose inside begins at $p; 0: it is none, or has a \u in it.
	(func $string (param $p i32) (result i32)
		(local $block v128) (local $special i32) (local $c i32)
		(loop $next
			(local.set $block (v128.load (local.get $p)))
			(local.set $special (i8x16.bitmask (v128.or
				(v128.or
					(i8x16.eq (local.get $block) (v128.const i8x16 34 34 34 34 34 34 34 34 34 34 34 34 34 34 34 34))
					(i8x16.eq (local.get $block) (v128.const i8x16 92 92 92 92 92 92 92 92 92 92 92 92 92 92 92 92)))
				(i8x16.lt_u (local.get $block) (v128.const i8x16 32 32 32 32 32 32 32 32 32 32 32 32 32 32 32 32)))))
			(if (i32.eqz (local.get $special)) (then
				(local.set $p (i32.add (local.get $p) (i32.const 16)))
				(br $next)))
			(local.set $p (i32.add (local.get $p) (i32.ctz (local.get $special))))
			(if (i32.eq (i32.load8_u (local.get $p)) (i32.const 34)) (then
				(return (i32.add (local.get $p) (i32.const 1)))))
			(if (i32.ne (i32.load8_u (local.get $p)) (i32.const 92)) (then (return (i32.const 0))))
			(local.set $c (i32.load8_u offset=1 (local.get $p)))
			(local.set $p (i32.add (local.get $p) (i32.const 2)))
			;; "\/
			(br_if $next (i32.eq (local.get $c) (i32.const 34)))
			(br_if $next (i32.eq (local.get $c) (i32.const 92)))
			(br_if $next (i32.eq (local.get $c) (i32.const 47)))
			;; bfnrt
			(br_if $next (i32.eq (local.get $c) (i32.const 98)))
			(br_if $next (i32.eq (local.get $c) (i32.const 102)))
			(br_if $next (i32.eq (local.get $c) (i32.const 110)))
			(br_if $next (i32.eq (local.get $c) (i32.const 114)))
			(br_if $next (i32.eq (local.get $c) (i32.const 116))))
		(i32.const 0))

	;; How many digits stand at $p; 16: so many or more.
	(func $digits (param $p i32) (result i32)
		(i32.ctz (i32.xor (i32.const -1) (i8x16.bitmask (i8x16.lt_u
			(i8x16.sub
				(v128.load (local.get $p))
				(v128.const i8x16 48 48 48 48 48 48 48 48 48 48 48 48 48 48 48 48))
			(v128.const i8x16 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10))))))

	;; Behind the number at $p; 0: it is none, or has sixteen digits in a row or an exponent.
	(func $number (param $p i32) (result i32)
		(local $digits i32)
		(if (i32.eq (i32.load8_u (local.get $p)) (i32.const 45)) (then
			(local.set $p (i32.add (local.get $p) (i32.const 1)))))
		(local.set $digits (call $digits (local.get $p)))
		(if (i32.gt_u (i32.sub (local.get $digits) (i32.const 1)) (i32.const 14)) (then (return (i32.const 0))))
		(if (i32.and
				(i32.gt_u (local.get $digits) (i32.const 1))
				(i32.eq (i32.load8_u (local.get $p)) (i32.const 48)))
			(then (return (i32.const 0))))
		(local.set $p (i32.add (local.get $p) (local.get $digits)))
		(if (i32.ne (i32.load8_u (local.get $p)) (i32.const 46)) (then (return (local.get $p))))
		(local.set $p (i32.add (local.get $p) (i32.const 1)))
		(local.set $digits (call $digits (local.get $p)))
		(if (i32.gt_u (i32.sub (local.get $digits) (i32.const 1)) (i32.const 14)) (then (return (i32.const 0))))
		(i32.add (local.get $p) (local.get $digits)))

	;; Behind the value at $p; 0: it is another than those above.
	(func $value (param $p i32) (result i32)
		(local $c i32) (local $word i32)
		(local.set $c (i32.load8_u (local.get $p)))
		(if (i32.eq (local.get $c) (i32.const 34)) (then
			(return (call $string (i32.add (local.get $p) (i32.const 1))))))
		(if (i32.le_u (local.get $c) (i32.const 57)) (then (return (call $number (local.get $p)))))
		(local.set $word (i32.load (local.get $p)))
		;; null, true, and fals with its e
		(if (i32.or
				(i32.eq (local.get $word) (i32.const 0x6c6c756e))
				(i32.eq (local.get $word) (i32.const 0x65757274)))
			(then (return (i32.add (local.get $p) (i32.const 4)))))
		(if (i32.and
				(i32.eq (local.get $word) (i32.const 0x736c6166))
				(i32.eq (i32.load8_u offset=4 (local.get $p)) (i32.const 101)))
			(then (return (i32.add (local.get $p) (i32.const 5)))))
		(i32.const 0))

	;; Behind the key at $p and its colon, kept in $slot for the next line; 0: it is none.
	(func $key (param $p i32) (param $slot i32) (result i32)
		(local $end i32) (local $mask v128)
		(i32.store offset=32 (local.get $slot) (i32.const 0))
		(if (i32.ne (i32.load8_u (local.get $p)) (i32.const 34)) (then (return (i32.const 0))))
		(local.set $end (call $string (i32.add (local.get $p) (i32.const 1))))
		(if (i32.eqz (local.get $end)) (then (return (i32.const 0))))
		(if (i32.ne (i32.load8_u (local.get $end)) (i32.const 58)) (then (return (i32.const 0))))
		(local.set $end (i32.add (local.get $end) (i32.const 1)))
		(if (i32.le_u (i32.sub (local.get $end) (local.get $p)) (i32.const 16)) (then
			(local.set $mask (v128.load (i32.sub (i32.const 16) (i32.sub (local.get $end) (local.get $p)))))
			(v128.store (local.get $slot) (v128.and (v128.load (local.get $p)) (local.get $mask)))
			(v128.store offset=16 (local.get $slot) (local.get $mask))
			(i32.store offset=32 (local.get $slot) (i32.sub (local.get $end) (local.get $p)))))
		(local.get $end))

	;; Behind the line at $p and its line feed; 0: it is no such line.
	(func $line (param $p i32) (result i32)
		(local $slot i32) (local $length i32) (local $c i32)
		(if (i32.ne (i32.load8_u (local.get $p)) (i32.const 123)) (then (return (i32.const 0))))
		(local.set $slot (i32.const 64))
		(loop $member
			(local.set $p (i32.add (local.get $p) (i32.const 1)))
			(local.set $length (i32.load offset=32 (local.get $slot)))
			(if (i32.or
					(i32.eqz (local.get $length))
					(v128.any_true (v128.xor
						(v128.load (local.get $slot))
						(v128.and (v128.load (local.get $p)) (v128.load offset=16 (local.get $slot))))))
				(then (local.set $p (call $key (local.get $p) (local.get $slot))))
				(else (local.set $p (i32.add (local.get $p) (local.get $length)))))
			(if (i32.eqz (local.get $p)) (then (return (i32.const 0))))
			(local.set $p (call $value (local.get $p)))
			(if (i32.eqz (local.get $p)) (then (return (i32.const 0))))
			;; Those behind the last place share it.
			(if (i32.lt_u (local.get $slot) (i32.const 3088)) (then
				(local.set $slot (i32.add (local.get $slot) (i32.const 48)))))
			(local.set $c (i32.load8_u (local.get $p)))
			(br_if $member (i32.eq (local.get $c) (i32.const 44))))
		(if (i32.ne (local.get $c) (i32.const 125)) (then (return (i32.const 0))))
		(if (i32.ne (i32.load8_u offset=1 (local.get $p)) (i32.const 10)) (then (return (i32.const 0))))
		(i32.add (local.get $p) (i32.const 2)))

	;; Takes lines of the text of $length bytes until one is another, or ends behind it, or $most are taken. Gives where the
	;; next one begins, counted from the text's beginning; their line feeds are at 4096, counted from $base before it.
	(func (export "take") (param $length i32) (param $most i32) (param $base i32) (result i32)
		(local $p i32) (local $next i32) (local $end i32)
		(local.set $p (i32.const 32768))
		(local.set $end (i32.add (local.get $p) (local.get $length)))
		(v128.store (local.get $end) (v128.const i64x2 0 0))
		(global.set $count (i32.const 0))
		(block $done
			(loop $each
				(br_if $done (i32.ge_u (local.get $p) (local.get $end)))
				(br_if $done (i32.ge_u (global.get $count) (local.get $most)))
				(local.set $next (call $line (local.get $p)))
				(br_if $done (i32.eqz (local.get $next)))
				(local.set $p (local.get $next))
				(i32.store offset=4096
					(i32.shl (global.get $count) (i32.const 2))
					(i32.add (local.get $base) (i32.sub (local.get $p) (i32.const 32769))))
				(global.set $count (i32.add (global.get $count) (i32.const 1)))
				(br $each)))
		(i32.sub (local.get $p) (i32.const 32768))))
