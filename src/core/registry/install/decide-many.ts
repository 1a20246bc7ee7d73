import { DataFlareError, toDataFlareError } from '../../../shared/errors/errors.ts';
import { hasOtherSigner } from '../../../shared/plugin/provenance.ts';
import type { Grant } from '../../../shared/policy/security-policy.ts';
import { checkPolicy } from '../../policy/check-policy.ts';
import { startAlike, startTerms } from '../../policy/start-terms.ts';
import type { Decision } from '../registry.ts';
import type { RegistryContext } from '../registry-context.ts';
import { requireVersionSeen } from '../signing/require-signer.ts';
import { expectedOf, starvation, withGrant } from './review-plugin.ts';

/**
 * Decides on several plugins at once: all grants are written, or none where one of them cannot be. Rejects as `decide`
 * does, with the plugin in `details.plugin`. While it works nothing else changes one of them.
 */
export function decideMany(context: RegistryContext, decisions: readonly Decision[]): Promise<readonly Grant[]> {
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
	const written = store.together(() => decisions.map((decision) => ofPlugin(decision.name, () => write(decision))));
	for (const { plugin, isReview } of written) {
		context.emit({ kind: 'state', plugin });
		if (isReview) context.packages.keep(plugin);
	}
	await Promise.all(toRelease.map(({ name }) => ports.release(name)));
	return written.map(({ grant }) => grant);

	function write({ name, policy, author, note, expectedVersion, origin, seen }: Decision) {
		const record = context.require(name);
		const isWaiting = record.state === 'waiting_for_review';
		if (isWaiting && seen !== undefined) requireVersionSeen(record, seen);
		const shortage = isWaiting ? starvation(context, record, policy) : null;
		if (shortage !== null) throw DataFlareError.fromWire(shortage);
		const expected = expectedOf(context, record, expectedVersion);
		const grant = store.grants.append(name, policy, author, note, expected, origin);
		// Another signer is accepted one by one.
		const isReview = isWaiting && !hasOtherSigner(record);
		const plugin = withGrant(context, record, grant, isReview);
		store.plugins.put(plugin);
		return { grant, plugin, isReview };
	}
}

function ofPlugin<T>(name: string, work: () => T): T {
	try {
		return work();
	} catch (thrown) {
		throw toDataFlareError(thrown).with({ details: { plugin: name } });
	}
}
