import type { Command } from 'commander';
import { fingerprint } from '../../../shared/api/fields.ts';
import { asSeen } from '../../../shared/plugin/version-use.ts';
import { limitsOnly, lockedDown, type SecurityPolicy } from '../../../shared/policy/security-policy.ts';
import { examples } from '../../session/examples.ts';
import { readPolicy } from '../../session/read-input.ts';
import { type Run, type Session, UsageError } from '../../session/session.ts';
import { policyLines } from '../../text/describe-policy.ts';
import { formatTime, parseCount } from '../../text/format.ts';
import { addEditOptions, type EditFlags, editOptions, editPolicy, isEdit } from './policy-edits.ts';

interface SetFlags extends EditFlags {
	readonly acceptSigner?: string;
	readonly denyAll?: boolean;
	readonly note?: string;
}

export function addPolicyCommands(program: Command, run: Run): void {
	const policy = program
		.command('policy')
		.description('show and change what a plugin may do')
		.addHelpText(...examples('policy show csv-source', 'policy set csv-source --allow-path ~/data/:ro'));
	policy
		.command('show')
		.description('show what a plugin asks for, what was granted, and what is in force')
		.argument('<plugin>')
		.addHelpText(...examples('policy show csv-source'))
		.action((name: string) => run((session) => show(session, name)));
	addEditOptions(
		policy
			.command('set')
			.description('grant a new version of the policy')
			.argument('<plugin>')
			.argument('[file]', 'JSON security policy; - for standard input'),
	)
		.option(
			'--accept-signer <fingerprint>',
			'accept a plugin that waits because another key signed it than before, if that is this key; none: if no key did',
		)
		.option('--deny-all', 'start from a policy that denies everything')
		.option('--note <text>', 'reason, for the policy history')
		.addHelpText(
			...examples(
				'policy set csv-source --allow-path ~/data/:ro --note "monthly report"',
				'policy set http-json-source --allow-host api.example.com --time 30s',
				'policy set csv-source --deny-all',
				'policy set geo-lookup --accept-signer SHA256:uWaC0XTXdGfAsBjHdPrdPKnBwPRVMfRIfCBsB2uBlGg',
				'policy set csv-source policy.json',
			),
		)
		.action((name: string, file: string | undefined, flags: SetFlags) =>
			run((session) => set(session, name, file, flags)),
		);
	policy
		.command('check')
		.description('test whether a request would be allowed')
		.argument('<plugin>')
		.argument('<request>', 'a URL, read:PATH, write:PATH, list:PATH or env:NAME')
		.addHelpText(
			...examples(
				'policy check csv-source read:/srv/data/sales.csv',
				'policy check http-json-source https://api.example.com/items',
				'policy check http-json-source env:API_TOKEN',
			),
		)
		.action((name: string, request: string) =>
			run(async (session) => {
				const decision = await session.ask('policy.check', { name, request });
				session.result(decision, () => {
					session.say(`${decision.allowed ? 'allowed' : 'denied'} by ${decision.rule}`);
					if (!decision.allowed) session.say(decision.reason);
				});
				return decision.allowed ? 0 : 1;
			}),
		);
	policy
		.command('history')
		.description('list every version of the policy')
		.argument('<plugin>')
		.addHelpText(...examples('policy history csv-source'))
		.action((name: string) =>
			run(async (session) => {
				const grants = await session.ask('policy.history', { name });
				session.result(grants, () =>
					session.table(
						['VERSION', 'WHEN', 'WHO', 'FILES', 'NETWORK', 'NOTE'],
						grants.map((grant) => {
							const lines = new Map(policyLines(grant.policy));
							return [
								String(grant.version),
								formatTime(grant.createdAt),
								grant.author,
								lines.get('Files') ?? '',
								lines.get('Network') ?? '',
								grant.note,
							];
						}),
					),
				);
			}),
		);
	policy
		.command('revert')
		.description('go back to an earlier version, as a new one')
		.argument('<plugin>')
		.argument('<version>', 'version number', parseCount)
		.option('--note <text>', 'reason, for the policy history')
		.addHelpText(...examples('policy revert csv-source 2 --note "the report is done"'))
		.action((name: string, version: number, flags: { readonly note?: string }) =>
			run(async (session) => {
				const shown = await session.ask('policy.show', { name });
				const grant = await session.ask('policy.revert', {
					name,
					version,
					...asSeen(shown),
					...(flags.note === undefined ? {} : { note: flags.note }),
				});
				session.result(grant, () =>
					session.confirm(`${name} is now at version ${grant.version}, a copy of version ${version}.`),
				);
			}),
		);
}

async function show(session: Session, name: string): Promise<void> {
	const answer = await session.ask('policy.show', { name });
	session.result(answer, () => {
		const { requested, granted, effective } = answer;
		session.say(
			granted === null
				? `${name}: nothing granted yet`
				: `${name}: version ${granted.version}, ${granted.author}, ${formatTime(granted.createdAt)}`,
		);
		const asked = new Map(requested === null ? [] : policyLines(requested));
		const given = new Map(granted === null ? [] : policyLines(granted.policy));
		session.table(
			['', 'ASKED', 'GRANTED', 'IN FORCE'],
			policyLines(effective).map(([what, force]) => [what, asked.get(what) ?? '—', given.get(what) ?? '—', force]),
		);
	});
}

async function set(session: Session, name: string, file: string | undefined, flags: SetFlags): Promise<void> {
	const current = await session.ask('policy.show', { name });
	if (file === undefined && !isEdit(flags) && flags.denyAll === undefined && flags.acceptSigner === undefined) {
		throw new UsageError('No change was given.', `Name a JSON file, or use ${editOptions.join(', ')} or --deny-all.`);
	}
	const base =
		file === undefined
			? basePolicy(current.granted?.policy, current.requested, flags)
			: await readPolicy(session, file);
	const policy = editPolicy(base, flags);
	const seen = flags.acceptSigner === undefined ? {} : { signer: signerSeen(flags.acceptSigner) };
	const grant = await session.ask('policy.set', {
		name,
		...seen,
		...asSeen(current),
		policy,
		expectedVersion: current.granted?.version ?? 0,
		...(flags.note === undefined ? {} : { note: flags.note }),
	});
	session.result(grant, () => {
		if (session.options.quiet) return;
		session.say(`${name}: version ${grant.version} is now in force.`);
		session.table(
			['', 'GRANTED'],
			policyLines(grant.policy).map((line) => [...line]),
		);
	});
}

/** Who was seen to have signed it; null: nobody. */
function signerSeen(said: string): string | null {
	if (said === 'none') return null;
	if (fingerprint.safeParse(said).success) return said;
	throw new UsageError(
		`"${said}" is not the fingerprint of a key.`,
		'Take it from `dataflare inspect`: SHA256: and 43 letters; or none, for a plugin that is not signed.',
	);
}

/** Without a grant, the limits are those that the plugin asks for; powers are never taken from there. */
function basePolicy(
	granted: SecurityPolicy | undefined,
	requested: SecurityPolicy | null,
	flags: SetFlags,
): SecurityPolicy {
	const denied = limitsOnly(granted ?? requested ?? lockedDown);
	return flags.denyAll === true ? denied : (granted ?? denied);
}
