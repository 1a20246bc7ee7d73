import { z } from 'zod';
import { type Handlers, type RouteInput, type RouteName, type RouteOutput, routes } from '../../shared/api/routes.ts';
import { DataFlareError } from '../../shared/errors.ts';
import { type Envelope, failed, succeeded } from '../../shared/result.ts';

export interface Router {
	/** Look-up → parse → handler. Never rejects: every failure is in the envelope. The sender check is the face's. */
	request<N extends RouteName>(name: N, input: RouteInput<N>): Promise<Envelope<RouteOutput<N>>>;
}

export function createRouter(handlers: Handlers): Router {
	return {
		async request(name, input) {
			try {
				if (!Object.hasOwn(routes, name)) {
					throw new DataFlareError('not_found', `There is no route "${String(name)}".`);
				}
				const parsed = routes[name].input.safeParse(input);
				if (!parsed.success) throw inputError(name, parsed.error);
				const handler = handlers[name] as (input: unknown) => unknown;
				return succeeded((await handler(parsed.data)) as RouteOutput<typeof name>);
			} catch (error) {
				return failed(error);
			}
		},
	};
}

function inputError(route: string, error: z.ZodError): DataFlareError {
	const issues = error.issues.map((issue) => ({ path: z.core.toDotPath(issue.path), message: issue.message }));
	const first = issues[0];
	const where = first?.path ? `${first.path}: ` : '';
	return new DataFlareError('invalid_input', `${where}${first?.message ?? 'the request is malformed'}`, {
		details: { route, issues },
	});
}
