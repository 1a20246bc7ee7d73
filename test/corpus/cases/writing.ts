import type { SecurityPolicyInput } from '../../../src/shared/policy/security-policy.ts';
import type { ProbeOp } from '../../support/guests/probe.ts';

/**
 * A run of its own whose guest writes seven bytes with each step. `data/` is granted and empty, `chosen` was chosen by a
 * person for this run. Expected: what its last step is answered; every step before it is answered with success.
 */
export interface WritingCase {
	readonly what: string;
	readonly limits: SecurityPolicyInput;
	/** Bytes that are free on a disk of a tebibyte; absent: as many as there are. */
	readonly free?: number;
	readonly steps: readonly (readonly [op: ProbeOp, path: string])[];
	readonly expected: number | string;
	/** By which its last step is refused. */
	readonly rule: string | null;
}

const NO_SPACE = -28;
const GiB = 1024 * 1024 * 1024;

const times = (count: number, op: ProbeOp, path: (step: number) => string): WritingCase['steps'] =>
	Array.from({ length: count }, (_, step) => [op, path(step)] as const);

const byBytes = (what: string, steps: WritingCase['steps']): WritingCase => ({
	what,
	limits: { max_write_bytes: 7 * (steps.length - 1) },
	steps,
	expected: NO_SPACE,
	rule: `max_write_bytes: ${7 * (steps.length - 1)}`,
});
const byFiles = (what: string, most: number, steps: WritingCase['steps']): WritingCase => ({
	what,
	limits: { max_new_files: most },
	steps,
	expected: NO_SPACE,
	rule: `max_new_files: ${most}`,
});

export const writingCases: readonly WritingCase[] = [
	byBytes(
		'appends to one file for ever',
		times(5, 'append', () => 'data/x'),
	),
	byBytes(
		'replaces one file for ever',
		times(5, 'write', () => 'data/x'),
	),
	byBytes(
		'spreads what it writes over many files',
		times(5, 'write', (step) => `data/${step}`),
	),
	byBytes(
		'names one file in many ways',
		times(5, 'append', (step) => `data/${'./'.repeat(step)}x`),
	),
	byBytes(
		'may write nothing at all',
		times(1, 'write', () => 'data/x'),
	),
	byFiles(
		'makes files without end',
		4,
		times(5, 'write', (step) => `data/${step}`),
	),
	byFiles(
		'makes files without end by appending',
		4,
		times(5, 'append', (step) => `data/${step}`),
	),
	byFiles(
		'makes folders without end',
		4,
		times(3, 'write', (step) => `data/${step}/x`),
	),
	byFiles('makes a folder as deep as it can', 8, [['write', `data/${'d/'.repeat(20)}x`]]),
	byFiles('may make no file at all', 0, [['append', 'data/x']]),
	{
		what: 'writes again what it made, as often as it likes',
		limits: { max_new_files: 1 },
		steps: times(20, 'write', () => 'data/x'),
		expected: '',
		rule: null,
	},
	{
		what: 'reads on when it may write no more',
		limits: { max_write_bytes: 7 },
		steps: [
			['write', 'data/x'],
			['read', 'data/x'],
		],
		expected: 'written',
		rule: null,
	},
	{
		what: 'fills a disk to its end',
		limits: {},
		free: GiB / 8,
		steps: [['write', 'data/x']],
		expected: NO_SPACE,
		rule: 'free disk space',
	},
	{
		what: 'fills a disk by what a person chose for it',
		limits: {},
		free: GiB / 8,
		steps: [['write', 'chosen']],
		expected: NO_SPACE,
		rule: 'free disk space',
	},
	{
		what: 'writes where there is room',
		limits: {},
		free: GiB,
		steps: [['append', 'data/x']],
		expected: '',
		rule: null,
	},
	{
		what: 'writes more than it may into the file that a person chose for it',
		limits: { max_write_bytes: 0, max_new_files: 0 },
		steps: times(5, 'append', () => 'chosen'),
		expected: '',
		rule: null,
	},
	{
		what: 'writes beside the file that a person chose for it',
		limits: { max_write_bytes: 0 },
		steps: [
			['write', 'chosen'],
			['write', 'data/beside'],
		],
		expected: NO_SPACE,
		rule: 'max_write_bytes: 0',
	},
];
