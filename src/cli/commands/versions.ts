import type { Command } from 'commander';
import { didYouMean } from '../../shared/issues/did-you-mean.ts';
import { isVersion, type KnownVersion, type SinceWhen, sinceWhen, titleOf } from '../../shared/plugin/version-use.ts';
import type { Ask } from '../../shared/policy/ask.ts';
import { examples } from '../session/examples.ts';
import { namedVersion, versionWords } from '../session/named-version.ts';
import { confirms } from '../session/prompt.ts';
import type { Run } from '../session/session.ts';
import { type Session, UsageError } from '../session/session.ts';
import { formatBytes, formatTime } from '../text/format.ts';

interface RollBackFlags {
	readonly grant?: string;
	readonly state?: string;
	readonly note?: string;
	readonly yes?: boolean;
}

export function addVersionCommands(program: Command, run: Run): void {
	program
		.command('versions')
		.description('list every version of a plugin that was in use, and what would come back with each')
		.argument('<plugin>')
		.addHelpText(...examples('versions csv-source'))
		.action((name: string) => run((session) => list(session, name)));
	program
		.command('rollback')
		.description('go back to an earlier version, with its state, and with its policy unless that allowed more')
		.argument('<plugin>')
		.argument('[version]', `${versionWords}; without it, the one in use before`)
		.option('--grant <when>', `policy: ${sinceWhen.join(' or ')}`)
		.option('--state <when>', `what the plugin has stored: ${sinceWhen.join(' or ')}`)
		.option('--note <text>', 'reason, for the policy history')
		.option('-y, --yes', 'do not ask')
		.addHelpText(
			...examples(
				'rollback csv-source',
				'rollback csv-source 1.1.0 --grant now',
				'rollback csv-source 4f1c22 --grant then',
			),
		)
		.action((name: string, version: string | undefined, flags: RollBackFlags) =>
			run((session) => rollBack(session, name, version, flags)),
		);
}

async function list(session: Session, name: string): Promise<void> {
	const { current } = await session.ask('plugins.get', { name });
	const versions = await session.ask('plugins.versions', { name });
	session.result(versions, () => {
		if (versions.length === 0) {
			session.say(`${name} never had a version that could be used.`);
			return;
		}
		session.table(
			['VERSION', 'HASH', 'MANIFEST', 'LAST IN USE', 'POLICY', 'STATE', 'FILES'],
			versions.map((version) => {
				const { use, sha256, manifestSha256 } = version;
				const inUse = isVersion(version, current);
				return [
					version.label ?? '—',
					sha256.slice(0, 12),
					manifestSha256.slice(0, 12),
					inUse ? { text: 'now', tone: 'good' } : use.leftAt === null ? '—' : formatTime(use.leftAt),
					inUse || use.grantVersion === 0 ? '—' : `version ${use.grantVersion}`,
					inUse || use.stateBytes === null ? '—' : formatBytes(use.stateBytes),
					use.isWhole ? 'all' : 'module and manifest',
				];
			}),
		);
	});
}

async function rollBack(
	session: Session,
	name: string,
	wanted: string | undefined,
	flags: RollBackFlags,
): Promise<number> {
	const { current } = await session.ask('plugins.get', { name });
	const versions = await session.ask('plugins.versions', { name });
	const others = versions.filter((each) => !isVersion(each, current));
	const version = wanted === undefined ? lastInUse(name, others) : namedVersion(name, others, wanted);
	const state = when('--state', flags.state) ?? (version.use.stateBytes === null ? 'now' : 'then');
	const { granted } = await session.ask('policy.show', { name });
	const asked = when('--grant', flags.grant);
	const allowed = asked === 'now' ? [] : await allowedAgain(session, name, version);
	const grant = asked ?? (version.use.grantVersion > 0 && allowed.length === 0 ? 'then' : 'now');
	if (allowed.length > 0) {
		session.note(`The policy of then allows what the one in force does not:`);
		for (const { text } of allowed) session.note(`  ${text}`);
		if (grant === 'now') session.note('It stays as it is; --grant then brings it back.');
		else if (flags.yes !== true && !(await confirms(session, `Roll ${name} back with that policy?`))) {
			session.note(`${name} was not rolled back.`);
			return 1;
		}
	}
	const expectedGrant = granted?.version ?? 0;
	const { note } = flags;
	const record = await session.ask('plugins.rollback', {
		name,
		sha256: version.sha256,
		manifestSha256: version.manifestSha256,
		grant,
		state,
		note,
		expectedGrant,
	});
	session.result(record, () => {
		session.confirm(`${name} is back at ${titleOf(version)}.`);
		session.note(
			`Its policy is ${grant === 'now' ? 'as it was' : `that of then (version ${record.grantVersion})`}, ` +
				`and its state is ${state === 'now' ? 'as it was' : 'that of then'}.`,
		);
	});
	return 0;
}

async function allowedAgain(session: Session, name: string, version: KnownVersion): Promise<readonly Ask[]> {
	const then = (await session.ask('policy.history', { name })).find(
		(grant) => grant.version === version.use.grantVersion,
	);
	const { granted } = await session.ask('policy.show', { name });
	// What was not kept is refused by the engine.
	if (then === undefined || granted === null) return [];
	return (await session.ask('policy.compare', { before: granted.policy, after: then.policy })).added;
}

function when(option: string, value: string | undefined): SinceWhen | undefined {
	const known = sinceWhen.find((one) => one === value);
	if (value === undefined || known !== undefined) return known;
	throw new UsageError(
		`${option} is ${JSON.stringify(value)}${didYouMean(value, sinceWhen)}.`,
		`Use ${option} ${sinceWhen.join(` or ${option} `)}.`,
	);
}

function lastInUse(name: string, others: readonly KnownVersion[]): KnownVersion {
	const [last] = others
		.filter(({ use }) => use.leftAt !== null)
		.toSorted((a, b) => (b.use.leftAt ?? 0) - (a.use.leftAt ?? 0));
	if (last !== undefined) return last;
	throw new UsageError(
		`No version of ${name} is known to have been in use before this one.`,
		others.length === 0
			? 'A version can be gone back to once another one has replaced it.'
			: `Name one that \`dataflare versions ${name}\` lists.`,
	);
}
