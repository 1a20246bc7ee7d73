import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { routes } from '../api/routes.ts';
import { chainSchema } from '../flow/chain-file.ts';
import { securityPolicySchema } from '../policy/security-policy.ts';
import { describeIssues } from './describe-issues.ts';

function said(schema: z.ZodType, value: unknown): readonly [string, string] {
	const parsed = schema.safeParse(value);
	if (parsed.success) throw new Error('accepted');
	const { text, hint } = describeIssues(schema, parsed.error, value, 'the value');
	return [text, hint];
}

const policySet = routes['policy.set'].input;

describe('what is wrong with a value is said with', () => {
	it.each<readonly [string, z.ZodType, unknown, string, string]>([
		[
			'the unit of a size',
			policySet,
			{ name: 'a', policy: { max_memory: 1 }, expectedVersion: 0 },
			'policy.max_memory: expected at least 65,536 bytes (64 KiB); found 1',
			'Give at least 65,536 bytes (64 KiB).',
		],
		[
			'the unit of a time',
			securityPolicySchema,
			{ max_execution_time: 0 },
			'max_execution_time: expected at least 1 ms; found 0',
			'Give at least 1 ms.',
		],
		[
			'the place in a list',
			securityPolicySchema,
			{ allowed_paths: ['/a', ''] },
			'allowed_paths[1]: must not be empty; found ""',
			'Give it some text.',
		],
		[
			'the key that was meant',
			securityPolicySchema,
			{ alowed_hosts: [] },
			'alowed_hosts: is not a known key (did you mean "allowed_hosts"?)',
			'Write "allowed_hosts" instead.',
		],
		[
			'the word that was meant',
			routes['runs.list'].input,
			{ status: 'faild' },
			'status: expected one of "running", "succeeded", "failed", "cancelled", "interrupted" (did you mean "failed"?); found "faild"',
			'Use one of running, succeeded, failed, cancelled, interrupted.',
		],
		[
			'the form that is wanted',
			routes['runs.get'].input,
			{ id: 'zzz' },
			'id: must be 1 to 12 hexadecimal digits, a run ID or the start of one; found "zzz"',
			'It must be 1 to 12 hexadecimal digits, a run ID or the start of one.',
		],
		[
			'the value itself',
			chainSchema,
			[],
			'the value: expected an object, { … }; found an empty array',
			'Give an object, { … }.',
		],
		[
			'how many more problems there are',
			chainSchema,
			{ components: [] },
			'name: is missing (and 1 more)',
			'Add "name".',
		],
		[
			'the kind that is wanted',
			chainSchema,
			{ name: 'a', components: [{ name: 'b', batch_size: 'many' }] },
			'components[0].batch_size: expected a number; found "many"',
			'Give a number.',
		],
		[
			'the part of a choice that was meant',
			z.union([z.strictObject({ path: z.string() }), z.strictObject({ definition: z.object({ name: z.string() }) })]),
			{ definition: { name: 3 } },
			'definition.name: expected text in quotes; found 3',
			'Give text in quotes.',
		],
		[
			'the spelling under which a missing key is there',
			z.looseObject({ module_path: z.string() }),
			{ modul_path: './a.wasm' },
			'module_path: is missing (did you mean it by "modul_path"?)',
			'Write "module_path" instead of "modul_path".',
		],
		['nothing where nothing was given', z.string(), undefined, 'the value: is missing', 'Give it.'],
	])('%s', (_, schema, value, text, hint) => {
		expect(said(schema, value)).toEqual([text, hint]);
	});

	it('no words of the validator’s own, whatever is wrong', () => {
		const wrong: readonly [z.ZodType, unknown][] = [
			...[null, 3, [], {}, { path: 3 }].map((value): [z.ZodType, unknown] => [routes['plugins.install'].input, value]),
			...[
				{ plugin: 'a', input: { kind: 'flie' } },
				{ plugin: 'A', batch: 0.5 },
			].map((value): [z.ZodType, unknown] => [routes['streams.run'].input, value]),
			[routes['chains.run'].input, { chain: {} }],
			[routes['chains.run'].input, { chain: 'a.json' }],
			[z.strictObject({ value: z.json() }), { value: () => {} }],
			[z.strictObject({ value: z.json() }), { value: 1n }],
		];
		for (const [schema, value] of wrong) {
			const [text, hint] = said(schema, value);
			expect(`${text} ${hint}`).not.toMatch(/Invalid|Too (small|big)|Unrecognized|pattern|received|>=|<=/);
			expect(hint).toMatch(/\.$/);
		}
	});
});
