import type { QueryClient } from '@tanstack/react-query';
import type { RouteOutput } from '../../shared/api/routes.ts';
import { routeKey } from '../client/engine.tsx';

/** What is known before anything is drawn, as far as it says what will be. */
export interface FirstAnswers {
	readonly settings: RouteOutput<'settings.get'> | undefined;
	readonly plugins: RouteOutput<'plugins.list'> | undefined;
	readonly policies: RouteOutput<'policy.list'> | undefined;
	/** Whether the first picture has sentences of failures or of notices in it. */
	readonly saysFailures: boolean;
}

export function firstAnswersOf(client: QueryClient): FirstAnswers {
	const plugins = client.getQueryData<RouteOutput<'plugins.list'>>(routeKey('plugins.list', {}));
	const stats = client.getQueryData<RouteOutput<'stats.get'>>(routeKey('stats.get', {}));
	const isTrouble = plugins?.some(({ problem, failedUpdate }) => (problem ?? failedUpdate) !== null) ?? false;
	return {
		settings: client.getQueryData(routeKey('settings.get', {})),
		plugins,
		policies: client.getQueryData(routeKey('policy.list', {})),
		saysFailures: isTrouble || (stats?.notices ?? []).length > 0,
	};
}
