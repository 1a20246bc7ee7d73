import type { z } from 'zod';
import { authorRoutes } from './author-routes.ts';
import { catalogueRoutes } from './catalogue-routes.ts';
import { chainRoutes } from './chain-routes.ts';
import type { Access } from './define-route.ts';
import {
	flowResumeRoutes,
	flowRoutes,
	flowRunRoutes,
	flowTrialRoutes,
	quarantineRoutes,
	triggerRoutes,
} from './flow-routes.ts';
import { keyRoutes } from './key-routes.ts';
import { pluginRoutes } from './plugin-routes.ts';
import { policyRoutes } from './policy-routes.ts';
import { programRoutes } from './program-routes.ts';
import { resultRoutes } from './result-routes.ts';
import { runRoutes } from './run-routes.ts';
import { templateRoutes } from './template-routes.ts';
import { trashRoutes } from './trash-routes.ts';

/** Everything that a face can ask of the engine. */
export const routes = {
	...pluginRoutes,
	...keyRoutes,
	...catalogueRoutes,
	...policyRoutes,
	...chainRoutes,
	...flowRoutes,
	...flowRunRoutes,
	...flowResumeRoutes,
	...flowTrialRoutes,
	...quarantineRoutes,
	...triggerRoutes,
	...runRoutes,
	...resultRoutes,
	...templateRoutes,
	...trashRoutes,
	...programRoutes,
	...authorRoutes,
} as const;

type Routes = typeof routes;
export type RouteName = keyof Routes;

/** Routes that change nothing: what they answer may be kept until something makes it stale. */
export type ReadRoute = RouteOf<'read'>;

/** Routes that change something. */
export type WriteRoute = RouteOf<'write'>;

type RouteOf<A extends Access> = { [N in RouteName]: Routes[N]['access'] extends A ? N : never }[RouteName];

export type RouteInput<N extends RouteName> = z.input<Routes[N]['input']>;
export type RouteParsed<N extends RouteName> = z.output<Routes[N]['input']>;
export type RouteOutput<N extends RouteName> = Routes[N] extends { readonly output?: infer O }
	? Exclude<O, undefined>
	: never;

/** A handler per route: a missing or a surplus one does not compile. */
export type Handlers = {
	readonly [N in RouteName]: (input: RouteParsed<N>) => RouteOutput<N> | Promise<RouteOutput<N>>;
};
