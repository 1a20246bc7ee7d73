	;; From here on to the last part: what the plugin's own functions use.

	;; An error: the message at 128, for people, and a number below zero for the host.
	(func $fail (param $length i32) (result i32)
		(call $set_error (i32.const 128) (local.get $length))
		(i32.const -1))

	;; The result: its length in four bytes at 65536, with the bytes behind. There is room for 1 MiB.
	(func $begin (i32.store (i32.const 65536) (i32.const 0)))

	(func $put (param $text i32) (param $length i32)
		(memory.copy
			(i32.add (i32.const 65540) (i32.load (i32.const 65536)))
			(local.get $text) (local.get $length))
		(i32.store (i32.const 65536) (i32.add (i32.load (i32.const 65536)) (local.get $length))))

	;; The digits are made from the last to the first, below 60.
	(func $put_number (param $number i32)
		(local $at i32)
		(local.set $at (i32.const 60))
		(loop $next
			(local.set $at (i32.sub (local.get $at) (i32.const 1)))
			(i32.store8 (local.get $at) (i32.add (i32.const 48) (i32.rem_u (local.get $number) (i32.const 10))))
			(br_if $next (local.tee $number (i32.div_u (local.get $number) (i32.const 10)))))
		(call $put (local.get $at) (i32.sub (i32.const 60) (local.get $at))))

	;; A key of the configuration that is a whole number up to a million; -1 where it is something else.
	(func $config_number (param $key i32) (param $length i32) (param $otherwise i32) (result i32)
		(local $at i32) (local $end i32) (local $number i32) (local $digit i32)
		(local.set $at (call $get_config (local.get $key) (local.get $length)))
		(if (i32.le_s (local.get $at) (i32.const 0)) (then (return (local.get $otherwise))))
		(local.set $end (i32.add (i32.add (local.get $at) (i32.const 4)) (i32.load (local.get $at))))
		(local.set $at (i32.add (local.get $at) (i32.const 4)))
		(loop $next
			(local.set $digit (i32.sub (i32.load8_u (local.get $at)) (i32.const 48)))
			(if (i32.gt_u (local.get $digit) (i32.const 9)) (then (return (i32.const -1))))
			(local.set $number (i32.add (i32.mul (local.get $number) (i32.const 10)) (local.get $digit)))
			(if (i32.gt_u (local.get $number) (i32.const 1000000)) (then (return (i32.const -1))))
			(br_if $next
				(i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 1))) (local.get $end))))
		(local.get $number))

	;; A key that is a text of up to 1,000 bytes without a backslash, copied to 1024. Its length; -1 where it is
	;; something else, -2 where it is not there.
	(func $config_text (param $key i32) (param $length i32) (result i32)
		(local $at i32) (local $letters i32) (local $i i32) (local $letter i32)
		(local.set $at (call $get_config (local.get $key) (local.get $length)))
		(if (i32.le_s (local.get $at) (i32.const 0)) (then (return (i32.const -2))))
		(local.set $letters (i32.sub (i32.load (local.get $at)) (i32.const 2)))
		(if (i32.gt_s (local.get $letters) (i32.const 1000)) (then (return (i32.const -1))))
		(if (i32.ne (i32.load8_u (i32.add (local.get $at) (i32.const 4))) (i32.const 0x22)) ;; "
			(then (return (i32.const -1))))
		(block $done
			(loop $next
				(br_if $done (i32.ge_s (local.get $i) (local.get $letters)))
				(local.set $letter (i32.load8_u (i32.add (local.get $at) (i32.add (local.get $i) (i32.const 5)))))
				(if (i32.eq (local.get $letter) (i32.const 0x5c)) (then (return (i32.const -1)))) ;; \
				(i32.store8 (i32.add (i32.const 1024) (local.get $i)) (local.get $letter))
				(local.set $i (i32.add (local.get $i) (i32.const 1)))
				(br $next)))
		(local.get $letters))
