import type { BrokerContext } from './broker.ts';
import type { FileScope } from './files/scope.ts';
import type { BrokerTools } from './power.ts';

/** The file scope of a guest at this moment: the grant is read anew. */
export function scopeOf(context: BrokerContext, { windows, own }: Pick<BrokerTools, 'windows' | 'own'>): FileScope {
	const { dataFolder, extraPaths } = context;
	return { policy: context.policy(), dataFolder, extraPaths, windows, own };
}
