import { afterAll, beforeAll, expect, it } from 'vitest';
import { named, never, realRuntime, shown, startWorker } from '../../../../../test/support/flows/flow-worker.ts';
import { guestSpec } from '../../../../../test/support/guests/guest-spec.ts';
import { sharedAdapter } from '../../../../../test/support/processes/shared-adapter.ts';
import { componentOf, echoTransformer, errWords, leastOf } from '../../../../../test/support/wasi/component.ts';
import type { ComponentType } from '../../../../shared/plugin/component-type.ts';
import { ModuleLooker } from '../../../runtime/look/module-looker.ts';
import type { GuestSpec } from '../../../runtime/runtime.ts';

/** Refuses what has an `e` in it, traps over a `t`, and hands on the rest. */
const picky = echoTransformer({
	more: `(data (i32.const 64) "no e")
		(func $look (param $at i32) (param $length i32) (result i32) (local $past i32) (local $byte i32)
			(local.set $past (i32.add (local.get $at) (local.get $length)))
			(block $end (loop $next
				(br_if $end (i32.ge_u (local.get $at) (local.get $past)))
				(local.set $byte (i32.load8_u (local.get $at)))
				(if (i32.eq (local.get $byte) (i32.const 101)) (then (return (i32.const 1))))
				(if (i32.eq (local.get $byte) (i32.const 116)) (then unreachable))
				(local.set $at (i32.add (local.get $at) (i32.const 1)))
				(br $next)))
			(i32.const 0))`,
	before: `(if (call $look (local.get $at) (local.get $length)) (then ${errWords(64, 4)} return))`,
});

let looker: ModuleLooker;
beforeAll(() => {
	looker = new ModuleLooker({ adapter: sharedAdapter() });
});
afterAll(() => looker.close());

async function componentSpec(text: string, type: ComponentType, batch: boolean): Promise<GuestSpec> {
	const module = await looker.transpile(await componentOf(text, `${type}-plugin`));
	const spec = guestSpec({ memoryLimitBytes: 16 * 1024 * 1024, timeoutMs: 20_000 });
	return { ...spec, module, guest: { ...spec.guest, type, abi: 'component', encoding: 'ndjson', batch } };
}

it.each([false, true])('a component loses to an error or a trap one record; it takes batches: %s', async (batch) => {
	const spec = await componentSpec(picky, 'transformer', batch);
	const { worker, counts } = await startWorker(realRuntime(), spec, 'transform_data');
	const worked = await worker.work(named('ok', 'err', 'nat', 'ok', 'nat', 'ok'), never);
	expect(shown(worked)).toMatchObject({ out: ['"ok 0"', '"ok 3"', '"ok 5"'], failed: [1, 2, 4] });
	expect(worked.failed.map(({ error }) => error.details['reason'])).toEqual([
		'gave_up',
		'unreachable_trap',
		'unreachable_trap',
	]);
	expect(worked.failed[0]?.error.message).toBe('no e');
	expect(counts).toEqual({ in: 6, out: 3 });
	await worker.close();
});

it('a component that is a filter says what it let go', async () => {
	// It says of any batch: true, false, true.
	const spec = await componentSpec(leastOf('filter'), 'filter', true);
	const { worker } = await startWorker(realRuntime(), spec, 'filter_data');
	expect(shown(await worker.work(named('a', 'b', 'c'), never))).toEqual({
		out: ['"a 0"', '"c 2"'],
		dropped: ['"b 1"'],
		failed: [],
	});
	await worker.close();
});
