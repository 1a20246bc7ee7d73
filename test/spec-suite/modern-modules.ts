import type { WasmFeature } from '../../src/shared/plugin/module/module-anatomy.ts';

/** What a part of WebAssembly is used by: the fields of a module in which `$answer` gives 42 by it. */
export const modernParts: readonly {
	readonly feature: WasmFeature;
	/** What else a module has to use with it. */
	readonly with?: readonly WasmFeature[];
	readonly fields: string;
}[] = [
	{
		feature: 'gc',
		with: ['reference_types'],
		fields: `(rec (type $node (sub (struct (field $value (mut i32)) (field $next (ref null $node))))))
			(type $bytes (array (mut i8)))
			(func $sum (param $node (ref null $node)) (result i32) (local $total i32)
				(block $end (loop $next
					(br_if $end (ref.is_null (local.get $node)))
					(local.set $total (i32.add (local.get $total) (struct.get $node $value (local.get $node))))
					(local.set $node (struct.get $node $next (local.get $node)))
					(br $next)))
				(local.get $total))
			(func $answer (result i32) (local $all (ref $bytes))
				(local.set $all (array.new $bytes (i32.const 2) (i32.const 10)))
				(i32.add
					(call $sum (struct.new $node (i32.const 11) (struct.new $node (i32.const 10) (ref.null $node))))
					(i32.add
						(array.get_u $bytes (local.get $all) (i32.const 9))
						(i32.add (i31.get_u (ref.i31 (i32.const 9))) (array.len (local.get $all))))))`,
	},
	{
		feature: 'exceptions',
		fields: `(tag $bad (param i32))
			(func $fails (throw $bad (i32.const 42)))
			(func $answer (result i32)
				(block $caught (result i32) (try_table (catch $bad $caught) (call $fails)) (i32.const 0)))`,
	},
	{
		feature: 'legacy_exceptions',
		fields: `(tag $bad (param i32))
			(func $fails (throw $bad (i32.const 42)))
			(func $answer (result i32) try (result i32) call $fails i32.const 0 catch $bad end)`,
	},
	{
		feature: 'tail_calls',
		fields: `(func $count (param $left i32) (param $sum i32) (result i32)
				(if (i32.eqz (local.get $left)) (then (return (local.get $sum))))
				(return_call $count (i32.sub (local.get $left) (i32.const 1)) (i32.add (local.get $sum) (i32.const 1))))
			(func $answer (result i32) (i32.sub (call $count (i32.const 1000042) (i32.const 0)) (i32.const 1000000)))`,
	},
	{
		feature: 'simd',
		fields: `(func $answer (result i32)
			(i32x4.extract_lane 2 (i32x4.add (i32x4.splat (i32.const 40)) (v128.const i32x4 0 1 2 3))))`,
	},
	{
		feature: 'relaxed_simd',
		with: ['simd'],
		fields: `(func $answer (result i32) (i32.trunc_f32_s (f32x4.extract_lane 0
			(f32x4.relaxed_madd (f32x4.splat (f32.const 8)) (f32x4.splat (f32.const 5)) (f32x4.splat (f32.const 2))))))`,
	},
	{
		feature: 'extended_const',
		fields: `(global $six i32 (i32.const 6))
			(global $product i32 (i32.mul (global.get $six) (i32.const 7)))
			(func $answer (result i32) (global.get $product))`,
	},
	{
		feature: 'multi_value',
		fields: `(func $two (result i32 i32) (i32.const 50) (i32.const 8))
			(func $answer (result i32) (call $two) (block (param i32 i32) (result i32) (i32.sub)))`,
	},
	{
		feature: 'bulk_memory',
		fields: `(func $answer (result i32)
			(memory.fill (i32.const 512) (i32.const 42) (i32.const 4))
			(memory.copy (i32.const 520) (i32.const 512) (i32.const 4))
			(i32.load8_u (i32.const 521)))`,
	},
	{
		feature: 'function_references',
		with: ['reference_types'],
		fields: `(type $gives (func (result i32)))
			(elem declare func $gives)
			(func $gives (type $gives) (i32.const 42))
			(func $answer (result i32) (call_ref $gives (ref.func $gives)))`,
	},
	{
		feature: 'sign_extension',
		fields: '(func $answer (result i32) (i32.sub (i32.const 41) (i32.extend8_s (i32.const 255))))',
	},
	{
		feature: 'saturating_conversions',
		fields: '(func $answer (result i32) (i32.trunc_sat_f32_s (f32.const 42.5)))',
	},
];

/** A processor that answers what its `$answer` gives, as two digits. */
export function modernProcessor(fields: string): string {
	return `(module
		(memory (export "memory") 1)
		${fields}
		(func (export "process_data") (param i32 i32) (result i32)
			(local $found i32)
			(local.set $found (call $answer))
			(i32.store (i32.const 16) (i32.const 2))
			(i32.store8 (i32.const 20) (i32.add (i32.const 48) (i32.div_u (local.get $found) (i32.const 10))))
			(i32.store8 (i32.const 21) (i32.add (i32.const 48) (i32.rem_u (local.get $found) (i32.const 10))))
			(i32.const 16)))`;
}
