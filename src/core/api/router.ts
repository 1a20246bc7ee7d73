import type { z } from 'zod';
import {
	type Handlers,
	type RouteInput,
	type RouteName,
	type RouteOutput,
	routes,
	type WriteRoute,
} from '../../shared/api/routes.ts';
import { DataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import { type Envelope, failed, succeeded } from '../../shared/errors/result.ts';
import { describeIssues } from '../../shared/issues/describe-issues.ts';

export interface Router {
	/** Look-up → parse → handler. Never rejects: every failure is in the envelope. The sender check is the face's. */
	request<N extends RouteName>(name: N, input: RouteInput<N>): Promise<Envelope<RouteOutput<N>>>;
}

/** `written`: hears of each write route whose handler came to its end, well or not, before whoever asked has the answer. */
export function createRouter(handlers: Handlers, written: (route: WriteRoute) => void = () => undefined): Router {
	return {
		async request(name, input) {
			try {
				if (!Object.hasOwn(routes, name)) {
					throw new DataFlareError('not_found', `There is no route "${String(name)}".`);
				}
				const parsed = routes[name].input.safeParse(input);
				if (!parsed.success) throw inputError(name, parsed.error, input);
				const handler = handlers[name] as (input: unknown) => unknown;
				try {
					return succeeded((await handler(parsed.data)) as RouteOutput<typeof name>);
				} finally {
					if (isWrite(name)) written(name);
				}
			} catch (error) {
				return failed(error);
			}
		},
	};
}

function isWrite(name: RouteName): name is WriteRoute {
	return routes[name].access === 'write';
}

function inputError(route: RouteName, error: z.ZodError, input: unknown): DataFlareError {
	const report = describeIssues(routes[route].input, error, input, 'the request');
	const issues = report.problems.map(({ path, message }) => ({ path, message }));
	return new DataFlareError('invalid_input', `${report.text}.`, {
		hint: report.hint,
		details: { ...because('request_malformed', { path: report.path }), route, issues },
	});
}
