import { DataFlareError, toDataFlareError, type WireError } from '../../../shared/errors/errors.ts';
import type { PluginRecord } from '../../../shared/plugin/plugin-record.ts';
import { hasOtherSigner } from '../../../shared/plugin/provenance.ts';
import type { Grant, SecurityPolicy } from '../../../shared/policy/security-policy.ts';
import { checkPolicy } from '../../policy/check-policy.ts';
import { startAlike, startTerms } from '../../policy/start-terms.ts';
import { memoryShortage } from '../mismatch.ts';
import type { Decision } from '../registry.ts';
import type { RegistryContext } from '../registry-context.ts';
import { requireSeen, requireVersionSeen } from '../signing/require-signer.ts';

/** Decides a grant: reviews a waiting plugin, narrows or widens an installed one. */
export function decideGrant(context: RegistryContext, decision: Decision): Promise<Grant> {
	const { name, policy, signer } = decision;
	checkPolicy(policy, {}, context.ownPlaces());
	return context.turns.run(name, async () => {
		requireSeen(context.require(name), signer);
		const [grant] = await writeAll(context, [decision]);
		return grant as Grant;
	});
}

/**
 * Decides on several plugins at once: all grants are written, or none where one of them cannot be. Rejects as `decide`
 * does, with the plugin in `details.plugin`. While it works nothing else changes one of them.
 */
export function decideMany(
	context: RegistryContext,
	decisions: readonly Omit<Decision, 'signer'>[],
): Promise<readonly Grant[]> {
	const own = context.ownPlaces();
	for (const { name, policy } of decisions) ofPlugin(name, () => checkPolicy(policy, {}, own));
	// In one order, so that two of these never wait for each other.
	const names = [...new Set(decisions.map(({ name }) => name))].sort();
	const inTurn = (at: number): Promise<readonly Grant[]> => {
		const name = names[at];
		return name === undefined ? writeAll(context, decisions) : context.turns.run(name, () => inTurn(at + 1));
	};
	return inTurn(0);
}

async function writeAll(context: RegistryContext, decisions: readonly Decision[]): Promise<readonly Grant[]> {
	const { store, ports } = context;
	const toRelease = decisions.filter(({ name, policy }) => {
		const before = store.grants.inForce(name)?.policy;
		return before === undefined || !startAlike(startTerms(before), startTerms(policy));
	});
	const written = store.together(() =>
		decisions.map((decision) => ofPlugin(decision.name, () => write(context, decision))),
	);
	for (const { plugin, isReview } of written) {
		context.emit({ kind: 'state', plugin });
		if (isReview) context.packages.keep(plugin);
	}
	await Promise.all(toRelease.map(({ name }) => ports.release(name)));
	return written.map(({ grant }) => grant);
}

function write(context: RegistryContext, decision: Decision) {
	const { store } = context;
	const { name, policy, signer, seen } = decision;
	const record = context.require(name);
	const isWaiting = record.state === 'waiting_for_review';
	if (isWaiting && seen !== undefined) requireVersionSeen(record, seen);
	const shortage = isWaiting ? starvation(context, record, policy) : null;
	// It would be ready and never run.
	if (shortage !== null) throw DataFlareError.fromWire(shortage);
	const expectedVersion = expectedOf(context, record, decision.expectedVersion);
	const grant = store.grants.append(name, { ...decision, expectedVersion });
	// Another signer is accepted one by one, by who says that they saw it.
	const isReview = isWaiting && (signer !== undefined || !hasOtherSigner(record));
	const state = isReview ? 'ready' : record.state;
	const pinned = isReview ? (record.current?.signer ?? null) : record.pinned;
	const plugin = { ...record, state, pinned, grantVersion: grant.version, changedAt: context.now() } as const;
	store.plugins.put(plugin);
	return { grant, plugin, isReview };
}

/** To who looks at a plugin that nobody decided on yet, the grants of another that had its name are no versions. */
function expectedOf(
	context: RegistryContext,
	{ name, grantVersion }: PluginRecord,
	expected: number | undefined,
): number | undefined {
	return expected === 0 && grantVersion === 0 ? (context.store.grants.current(name)?.version ?? 0) : expected;
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

function ofPlugin<T>(name: string, work: () => T): T {
	try {
		return work();
	} catch (thrown) {
		throw toDataFlareError(thrown).with({ details: { plugin: name } });
	}
}
