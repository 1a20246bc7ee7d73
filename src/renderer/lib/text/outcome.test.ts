import { describe, expect, it } from 'vitest';
import { noCounts, notOfFlow, type RunStage } from '../../../shared/run/run.ts';
import { type Outcome, outcomeOf } from './outcome.ts';

type Told = Parameters<typeof outcomeOf>[0];

const stage = (change: Partial<RunStage>): RunStage => ({
	...noCounts,
	...notOfFlow,
	position: 0,
	plugin: 'one',
	type: 'processor',
	fn: 'process_data',
	versionHash: '',
	version: null,
	grantVersion: 0,
	config: {},
	busyMs: 0,
	error: null,
	...change,
});

const keyOf = (change: Partial<Told>): Outcome['key'] =>
	outcomeOf({
		status: 'failed',
		kind: 'call',
		error: null,
		stages: [stage({})],
		recordsIn: 0,
		recordsOut: 0,
		bytesOut: 0,
		label: 'one',
		fn: 'process_data',
		denials: 0,
		...change,
	}).key;

describe('how a run ended', () => {
	it('names the limit that it met, and what was done before', () => {
		const error = { code: 'timeout' as const, message: '', details: { limitMs: 500 } };
		expect(keyOf({ error })).toBe('timeout');
		const after = outcomeOf({
			status: 'failed',
			kind: 'stream',
			error,
			stages: [stage({ recordsIn: 3, error })],
			recordsIn: 1000,
			recordsOut: 0,
			bytesOut: 0,
			label: 'one',
			fn: null,
			denials: 0,
		});
		expect(after).toMatchObject({ key: 'timeoutAfter', done: 3, limit: 500 });
		expect(keyOf({ error: { code: 'memory_limit', message: '', details: { memoryLimitBytes: 1 } } })).toBe('memory');
		expect(keyOf({ error: { code: 'memory_limit', message: 'of the heap' } })).toBe('failed');
	});

	it('tells a crash, a failure that the plugin reported, and one that a refusal led to apart', () => {
		const error = (details: object, origin?: 'guest') =>
			({ code: 'plugin_execution', message: '', details: { ...details }, origin }) as const;
		expect(keyOf({ error: error({ trap: 'unreachable' }) })).toBe('trapped');
		expect(keyOf({ error: error({ status: -1 }, 'guest') })).toBe('gaveUp');
		expect(keyOf({ error: error({ status: -13 }, 'guest'), denials: 1 })).toBe('gaveUpRefused');
		expect(keyOf({ error: error({}) })).toBe('failed');
	});

	it('names who wrote the records of a chain', () => {
		const last = stage({ position: 1, plugin: 'writer', type: 'destination', recordsIn: 29 });
		const outcome = outcomeOf({
			status: 'succeeded',
			kind: 'chain',
			error: null,
			stages: [stage({}), last],
			recordsIn: 100,
			recordsOut: 0,
			bytesOut: 0,
			label: 'chain',
			fn: null,
			denials: 0,
		});
		expect(outcome).toMatchObject({ key: 'finishedInto', plugin: 'writer', out: 29 });
	});

	it('says of a call whether it answered with something', () => {
		expect(keyOf({ status: 'succeeded', bytesOut: 4 })).toBe('answered');
		expect(keyOf({ status: 'succeeded' })).toBe('answeredNothing');
		expect(keyOf({ status: 'cancelled', kind: 'stream', recordsIn: 4 })).toBe('cancelledAfter');
		expect(keyOf({ status: 'interrupted' })).toBe('interrupted');
	});
});
