import { isDeepStrictEqual } from 'node:util';
import type { RouteParsed } from '../../../shared/api/routes.ts';
import type {
	AppliedAnswer,
	ApplyPreview,
	ApplyPreviewLine,
	UndoneAnswer,
} from '../../../shared/api/template-routes.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import type { PolicyTemplate } from '../../../shared/plugin/policy-template.ts';
import { type Grant, type GrantOrigin, lockedDown } from '../../../shared/policy/security-policy.ts';
import { policyProblems } from '../../policy/check-policy.ts';
import { comparePolicies } from '../../policy/compare-policies.ts';
import { effectivePolicy } from '../../policy/effective-policy.ts';
import type { OwnPlaces } from '../../policy/entries/own-places.ts';
import { ceilingsOf } from '../../program/settings.ts';
import { seenIn } from '../policy-handlers.ts';
import { changed, newId, requireTemplate, type TemplateDeps } from './keep-templates.ts';

/** What applying would change of each plugin. Nothing is stored. */
export function previewTemplate(deps: TemplateDeps, { id, plugins }: RouteParsed<'templates.preview'>): ApplyPreview {
	const template = requireTemplate(deps, id);
	const own = deps.ownPlaces();
	return { template, plugins: [...new Set(plugins)].map((name) => lineOf(deps, template, name, own)) };
}

function lineOf(
	{ store, registry }: TemplateDeps,
	template: PolicyTemplate,
	name: string,
	own: OwnPlaces,
): ApplyPreviewLine {
	const { policy } = template;
	const { state, current } = registry.require(name);
	const granted = store.grants.inForce(name);
	const before = granted?.policy ?? lockedDown;
	const [problem] = policyProblems(policy, {}, own);
	return {
		plugin: name,
		state,
		grantVersion: granted?.version ?? 0,
		sha256: current?.sha256 ?? null,
		manifestSha256: current?.manifestSha256 ?? null,
		before,
		effective: effectivePolicy(policy, current?.manifest ?? {}, ceilingsOf(store.settings)),
		changes: comparePolicies(policy, before, own),
		beyond: comparePolicies(policy, current?.manifest.security_policy ?? lockedDown, own).added,
		same: isOf(granted, template),
		problem:
			problem === undefined
				? registry.shortage(name, policy)
				: { code: 'configuration', message: problem.message, hint: problem.hint, details: problem.reason },
	};
}

/** A grant that came from this very version. */
function isOf(granted: Grant | null, { id, version, policy }: PolicyTemplate): boolean {
	const from = granted?.origin;
	return from?.template === id && from.version === version && isDeepStrictEqual(granted?.policy, policy);
}

/**
 * A new version of each plugin's grant that says what the template says, or of none where one cannot have it. Grants that
 * say so already stay as they are.
 */
export async function applyTemplate(deps: TemplateDeps, asked: RouteParsed<'templates.apply'>): Promise<AppliedAnswer> {
	const { store, registry, bus } = deps;
	const template = requireTemplate(deps, asked.id);
	const { id, name, version, policy } = template;
	if (asked.version !== undefined && asked.version !== version) throw changed(template, asked.version);
	const wanted = new Map(asked.plugins.map((plugin) => [plugin.name, plugin]));
	const same = [...wanted.keys()].filter((plugin) => {
		registry.require(plugin);
		const granted = store.grants.inForce(plugin);
		const expected = wanted.get(plugin)?.expectedVersion;
		const asSeen = expected === undefined || expected === granted?.version;
		return asSeen && isOf(granted, template);
	});
	const application = newId();
	const origin = { template: id, name, version, application };
	const note = asked.note === '' ? `template ${name}, version ${version}` : asked.note;
	const grants = await registry.decideMany(
		[...wanted]
			.filter(([plugin]) => !same.includes(plugin))
			.map(([plugin, { expectedVersion, ...seen }]) => ({
				name: plugin,
				policy,
				author: asked.author,
				note,
				expectedVersion,
				origin,
				seen: seenIn(seen),
			})),
	);
	bus.emit('templates.changed', { id });
	return { application, applied: grants.map(({ plugin, version }) => ({ plugin, grantVersion: version })), same };
}

/** Each grant of an application that is still in force is followed by a version that says what the one before it said. */
export async function undoApplication(
	deps: TemplateDeps,
	{ application, author, note }: RouteParsed<'templates.undo'>,
): Promise<UndoneAnswer> {
	const { store, registry, bus } = deps;
	const touched = registry.list().flatMap(({ name, grantVersion }) => {
		if (grantVersion === 0) return [];
		const history = store.grants.history(name);
		const grant = history.find(({ origin }) => origin?.application === application);
		return grant === undefined
			? []
			: [{ name, grant, newest: history[0]?.version, past: history[history.indexOf(grant) + 1] }];
	});
	const standing = touched.filter(({ grant, newest }) => grant.version === newest);
	if (standing.length === 0) {
		throw new DataFlareError('not_found', 'Nothing of this application is in force any more.', {
			hint: 'Each plugin’s history has every version of its grant; go back to one there.',
			details: because('application_gone'),
		});
	}
	const grants = await registry.decideMany(
		standing.map(({ name, grant, past }) => ({
			name,
			policy: past?.policy ?? lockedDown,
			author,
			note: note || `template ${grant.origin?.name ?? ''} undone`,
			expectedVersion: grant.version,
			origin: past === undefined ? undefined : originAgain(past),
		})),
	);
	bus.emit('templates.changed', { id: standing[0]?.grant.origin?.template ?? '' });
	return {
		undone: grants.map(({ plugin }) => plugin),
		left: touched.filter((one) => !standing.includes(one)).map(({ name }) => name),
	};
}

/** Where a version came from that comes back: from the same template, by no application. */
export function originAgain({ origin }: Grant): GrantOrigin | undefined {
	if (origin === undefined) return undefined;
	const { template, name, version } = origin;
	return { template, name, version };
}
