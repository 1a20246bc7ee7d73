import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { RouteParsed } from '../../../shared/api/routes.ts';
import type { TemplateAnswer, TemplateUse } from '../../../shared/api/template-routes.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import { didYouMean } from '../../../shared/issues/did-you-mean.ts';
import { MAX_TEMPLATES, type PolicyTemplate } from '../../../shared/plugin/policy-template.ts';
import { checkPolicy } from '../../policy/check-policy.ts';
import type { OwnPlaces } from '../../policy/entries/own-places.ts';
import type { EventBus } from '../../program/event-bus.ts';
import { readSetting } from '../../program/settings.ts';
import type { Registry } from '../../registry/registry.ts';
import type { Store } from '../../store/store.ts';

export interface TemplateDeps {
	readonly store: Store;
	readonly registry: Registry;
	readonly bus: EventBus;
	readonly ownPlaces: () => OwnPlaces;
}

export const newId = (): string => randomBytes(6).toString('hex');

export function listTemplates(deps: TemplateDeps): readonly TemplateAnswer[] {
	const uses = usesOf(deps);
	return deps.store.templates.list().map((template) => ({ template, uses: uses.get(template.id) ?? [] }));
}

/** `not_found` with did-you-mean. */
export function getTemplate(deps: TemplateDeps, asked: RouteParsed<'templates.get'>): TemplateAnswer {
	const template = 'id' in asked ? requireTemplate(deps, asked.id) : requireNamed(deps, asked.name);
	return { template, uses: usesOf(deps).get(template.id) ?? [] };
}

/** Checked as a grant is: a template that no plugin could be granted is not kept. */
export function saveTemplate(deps: TemplateDeps, asked: RouteParsed<'templates.save'>): PolicyTemplate {
	const { store, bus, ownPlaces } = deps;
	if (asked.policy !== undefined) checkPolicy(asked.policy, {}, ownPlaces());
	const saved = store.together(() => {
		const now = Date.now();
		const before = 'id' in asked ? requireTemplate(deps, asked.id) : null;
		if (before === null) {
			const { name, note, policy } = asked as Required<Pick<PolicyTemplate, 'name' | 'note' | 'policy'>>;
			return addTemplate(deps, { id: newId(), version: 1, name, note, policy, madeAt: now, changedAt: now });
		}
		const { expectedVersion } = asked as { readonly expectedVersion?: number };
		if (expectedVersion !== undefined && expectedVersion !== before.version) throw changed(before, expectedVersion);
		const { name = before.name, note = before.note, policy = before.policy } = asked;
		const version = isDeepStrictEqual(policy, before.policy) ? before.version : before.version + 1;
		const next: PolicyTemplate = { ...before, version, name, note, policy, changedAt: now };
		if (isDeepStrictEqual({ ...next, changedAt: before.changedAt }, before)) return before;
		store.templates.put(next);
		return next;
	});
	bus.emit('templates.changed', { id: saved.id });
	return saved;
}

/** To the trash, or for good where nothing is kept there. */
export function removeTemplate(deps: TemplateDeps, id: string): PolicyTemplate {
	const { store, bus } = deps;
	const template = requireTemplate(deps, id);
	store.templates.remove(id, readSetting(store.settings, 'trash_ms') === 0 ? null : Date.now());
	bus.emit('templates.changed', { id });
	return template;
}

/** Those of the trash for good; without ids: all of them. */
export function purgeTemplates(
	{ store, bus }: TemplateDeps,
	{ ids }: RouteParsed<'templates.purge'>,
): { readonly removed: number } {
	const { templates } = store;
	const removed = ids === undefined ? templates.purgeOlder(Number.MAX_SAFE_INTEGER) : templates.purge(ids);
	bus.emit('trash.changed', { of: 'templates' });
	return { removed };
}

/** Back as it was, or under another name. A `conflict` where another template has its name by now. */
export function restoreTemplate(deps: TemplateDeps, template: PolicyTemplate): PolicyTemplate {
	const { store, bus, ownPlaces } = deps;
	checkPolicy(template.policy, {}, ownPlaces());
	const kept = store.together(() => store.templates.get(template.id) ?? addTemplate(deps, template));
	bus.emit('templates.changed', { id: template.id });
	return kept;
}

/** Within a transaction. Throws `conflict` where its name is taken, or as many are kept as can be. */
export function addTemplate({ store }: Pick<TemplateDeps, 'store'>, template: PolicyTemplate): PolicyTemplate {
	if (store.templates.count() >= MAX_TEMPLATES) {
		throw new DataFlareError('conflict', `There are ${MAX_TEMPLATES} policy templates, the most that are kept.`, {
			hint: 'Delete one that is not needed.',
			details: because('templates_full', { max: MAX_TEMPLATES }),
		});
	}
	store.templates.put(template);
	return template;
}

export function requireTemplate({ store }: Pick<TemplateDeps, 'store'>, id: string): PolicyTemplate {
	const template = store.templates.get(id);
	if (template === null) throw notFound(id, []);
	return template;
}

function requireNamed({ store }: TemplateDeps, name: string): PolicyTemplate {
	const template = store.templates.named(name);
	if (template !== null) return template;
	throw notFound(
		name,
		store.templates.list().map((other) => other.name),
	);
}

function notFound(name: string, names: readonly string[]): DataFlareError {
	return new DataFlareError('not_found', `There is no policy template "${name}"${didYouMean(name, names)}.`, {
		hint: 'Look it up in the list of templates; it may have been deleted.',
		details: because('template_not_found', { name }),
	});
}

/** Somebody else saved it since it was looked at. */
export function changed({ name, version }: PolicyTemplate, expected: number): DataFlareError {
	return new DataFlareError(
		'conflict',
		`The policy template ${name} was changed meanwhile: it is at version ${version}, not ${expected}.`,
		{
			hint: 'Look at the new version, then decide again.',
			details: { ...because('template_changed', { name, current: version }), expected },
		},
	);
}

/** Grants in force, by the template that they came from. */
function usesOf({ store, registry }: TemplateDeps): ReadonlyMap<string, readonly TemplateUse[]> {
	const decided = new Set(registry.list().flatMap(({ name, grantVersion }) => (grantVersion > 0 ? [name] : [])));
	const uses = new Map<string, TemplateUse[]>();
	for (const { plugin, version, origin, createdAt } of store.grants.newest()) {
		if (origin === undefined || !decided.has(plugin)) continue;
		const use = { plugin, version: origin.version, grantVersion: version, at: createdAt };
		uses.set(origin.template, [...(uses.get(origin.template) ?? []), use]);
	}
	return uses;
}
