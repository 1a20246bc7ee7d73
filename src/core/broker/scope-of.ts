import type { BrokerContext } from './broker.ts';
import type { FileScope } from './file-scope.ts';

/** The file scope of a guest at this moment: the grant is read anew. */
export function scopeOf(context: BrokerContext, windows: boolean): FileScope {
	const { dataFolder, extraPaths } = context;
	return { policy: context.policy(), dataFolder, extraPaths, windows };
}
