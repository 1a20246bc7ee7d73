import type { BrokerTools } from './act.ts';
import type { BrokerContext } from './broker.ts';
import type { FileScope } from './files/scope.ts';

/** The file scope of a guest at this moment: the grant is read anew. */
export function scopeOf(context: BrokerContext, { windows, own }: Pick<BrokerTools, 'windows' | 'own'>): FileScope {
	const { dataFolder, extraPaths } = context;
	return { policy: context.policy(), dataFolder, extraPaths, windows, own };
}
