/**
 * What a hostile or clumsy writer does to the files of a loaded plugin that answers `v1`. Meanwhile it is called without
 * a pause, and no call may fail. Expected: what it answers in the end.
 */
export type SwapStep =
	/** Puts a module in place, whole (`rename`) or written where it stands (`write`). */
	| { readonly do: 'rename' | 'write'; readonly answers: string }
	/** Puts the first bytes of such a module in place. */
	| { readonly do: 'half'; readonly answers: string }
	| { readonly do: 'truncate'; readonly bytes: number }
	| { readonly do: 'text'; readonly file: 'module' | 'manifest'; readonly text: string }
	| { readonly do: 'trap' | 'loop' | 'delete' | 'pipe' | 'link-away' | 'link-nowhere' }
	| { readonly do: 'ask-for-files' }
	/** Fifty versions a second, whole or cut, a link that leads outside and a whole module in turn, or nothing and a whole module. */
	| { readonly do: 'flap' | 'flip' | 'blink'; readonly times: number }
	| { readonly do: 'wait'; readonly ms: number }
	/** Waits until the plugin answers so. */
	| { readonly do: 'until'; readonly answers: string };

export const swapCases: readonly {
	readonly what: string;
	readonly steps: readonly SwapStep[];
	readonly expected: string;
}[] = [
	{ what: 'is replaced at once', steps: [{ do: 'rename', answers: 'v2' }], expected: 'v2' },
	{ what: 'is written over', steps: [{ do: 'write', answers: 'v2' }], expected: 'v2' },
	{ what: 'is half written and stays so', steps: [{ do: 'half', answers: 'v2' }], expected: 'v1' },
	{
		what: 'is half written, then whole',
		steps: [
			{ do: 'half', answers: 'v2' },
			{ do: 'wait', ms: 100 },
			{ do: 'write', answers: 'v2' },
		],
		expected: 'v2',
	},
	{
		what: 'is replaced and truncated later',
		steps: [
			{ do: 'rename', answers: 'v2' },
			{ do: 'until', answers: 'v2' },
			{ do: 'truncate', bytes: 20 },
		],
		expected: 'v2',
	},
	{ what: 'is truncated to nothing', steps: [{ do: 'truncate', bytes: 0 }], expected: 'v1' },
	{ what: 'becomes text', steps: [{ do: 'text', file: 'module', text: '#!/bin/sh' }], expected: 'v1' },
	{ what: 'becomes a module that traps at its start', steps: [{ do: 'trap' }], expected: 'v1' },
	{ what: 'becomes a module that never starts', steps: [{ do: 'loop' }], expected: 'v1' },
	{
		what: 'flaps fifty times a second and rests whole',
		steps: [
			{ do: 'flap', times: 50 },
			{ do: 'rename', answers: 'v2' },
		],
		expected: 'v2',
	},
	{
		what: 'flips between a link that leads outside and a module',
		steps: [
			{ do: 'flip', times: 50 },
			{ do: 'rename', answers: 'v2' },
		],
		expected: 'v2',
	},
	{
		what: 'is deleted and comes back fifty times a second',
		steps: [
			{ do: 'blink', times: 50 },
			{ do: 'rename', answers: 'v2' },
		],
		expected: 'v2',
	},
	{ what: 'is deleted', steps: [{ do: 'delete' }], expected: 'v1' },
	{
		what: 'is replaced, and deleted while that is loaded',
		steps: [{ do: 'rename', answers: 'v2' }, { do: 'wait', ms: 300 }, { do: 'delete' }],
		expected: 'v1|v2',
	},
	{ what: 'becomes a pipe', steps: [{ do: 'pipe' }], expected: 'v1' },
	{ what: 'becomes a link to a file outside', steps: [{ do: 'link-away' }], expected: 'v1' },
	{ what: 'becomes a link that leads nowhere', steps: [{ do: 'link-nowhere' }], expected: 'v1' },
	{ what: 'gets a manifest that is no JSON', steps: [{ do: 'text', file: 'manifest', text: '{' }], expected: 'v1' },
	{
		what: 'gets a manifest that asks for files, and a module with it',
		steps: [{ do: 'ask-for-files' }, { do: 'rename', answers: 'v2' }],
		expected: 'v2',
	},
];
