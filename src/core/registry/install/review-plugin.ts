import { DataFlareError, type WireError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import type { PluginRecord } from '../../../shared/plugin/plugin-record.ts';
import type { Grant, SecurityPolicy } from '../../../shared/policy/security-policy.ts';
import { checkPolicy } from '../../policy/check-policy.ts';
import { startAlike, startTerms } from '../../policy/start-terms.ts';
import { unsuitable } from '../manifest/suitability.ts';
import { memoryShortage } from '../mismatch.ts';
import type { OneDecision } from '../registry.ts';
import type { RegistryContext } from '../registry-context.ts';
import { enabledState, isDisabledAndGone } from '../resting-state.ts';
import { requireSeen, requireVersionSeen } from '../signing/require-signer.ts';

/** Decides a grant: reviews a waiting plugin, narrows or widens an installed one. */
export function decideGrant(
	context: RegistryContext,
	{ name, policy, author, note, expectedVersion, origin, signer, seen }: OneDecision,
): Promise<Grant> {
	checkPolicy(policy, {}, context.ownPlaces());
	return context.turns.run(name, async () => {
		const { store, ports } = context;
		const record = context.require(name);
		const before = store.grants.inForce(name)?.policy;
		requireSeen(record, signer);
		const isReview = record.state === 'waiting_for_review';
		if (isReview && seen !== undefined) requireVersionSeen(record, seen);
		if (isReview) refuseStarving(context, record, policy);
		const grant = store.grants.append(name, policy, author, note, expectedOf(context, record, expectedVersion), origin);
		const decided = withGrant(context, record, grant, isReview);
		context.put(decided, 'state');
		if (isReview) context.packages.keep(decided);
		if (before === undefined || !startAlike(startTerms(before), startTerms(policy))) await ports.release(name);
		return grant;
	});
}

/** The plugin once a grant was written. `isReview`: it waited for it, and is accepted with the signer that it has. */
export function withGrant(
	context: RegistryContext,
	record: PluginRecord,
	grant: Grant,
	isReview: boolean,
): PluginRecord {
	const state = isReview ? 'ready' : record.state;
	const pinned = isReview ? (record.current?.signer ?? null) : record.pinned;
	return { ...record, state, pinned, grantVersion: grant.version, changedAt: context.now() };
}

export function enablePlugin(context: RegistryContext, name: string): Promise<PluginRecord> {
	return context.turns.run(name, async () => {
		const record = context.require(name);
		if (record.state !== 'disabled') {
			if (record.state === 'ready') return record;
			throw new DataFlareError('conflict', `${name} is not disabled; it is ${record.state.replaceAll('_', ' ')}.`, {
				hint: record.state === 'waiting_for_review' ? 'Decide its policy.' : 'Reload it from its files.',
				details: { ...because('not_disabled', { plugin: name }), state: record.state },
			});
		}
		if (isDisabledAndGone(record)) return context.setState(record, 'missing', record.problem);
		const problem = record.current === null ? null : unsuitable(record.current.manifest, context.version);
		if (problem !== null) return context.setState(record, 'broken', problem);
		const enabled = context.setState(record, enabledState(record), null);
		context.packages.keepMissing(enabled);
		return enabled;
	});
}

export function disablePlugin(context: RegistryContext, name: string): Promise<PluginRecord> {
	return context.turns.run(name, async () => {
		const before = context.require(name);
		const isGone = before.state === 'missing' || isDisabledAndGone(before);
		const record = context.setState(before, 'disabled', isGone ? before.problem : null);
		await context.ports.release(name);
		return record;
	});
}

/** To who looks at a plugin that nobody decided on yet, the grants of another that had its name are no versions. */
export function expectedOf(
	context: RegistryContext,
	{ name, grantVersion }: PluginRecord,
	expected?: number,
): number | undefined {
	return expected === 0 && grantVersion === 0 ? (context.store.grants.current(name)?.version ?? 0) : expected;
}

/** Throws `memory_limit` for a grant under which the plugin could not even start: it would be ready and never run. */
function refuseStarving(context: RegistryContext, record: PluginRecord, policy: SecurityPolicy): void {
	const shortage = starvation(context, record, policy);
	if (shortage !== null) throw DataFlareError.fromWire(shortage);
}

/** Why the plugin could not even start under a policy; null: it could, or nothing is known of its module. */
export function starvation(
	context: RegistryContext,
	{ current }: PluginRecord,
	policy: SecurityPolicy,
): WireError | null {
	const analysis = current === null ? null : context.analyst.known(current.sha256);
	return current === null || analysis === null ? null : memoryShortage(current.manifest, analysis, policy.max_memory);
}
