import { operation, type TargetField } from '../../shared/host/operations.ts';
import type { HostRequest } from '../../shared/sandbox/frames.ts';

/** What a request is about, as it is recorded. Empty: nothing, or it is known once the request was read (a URL). */
export function targetOf(request: HostRequest): string {
	const { target } = operation(request.op);
	const fields: { readonly op: string } & { readonly [Field in TargetField]?: string } = request;
	return (target === null ? undefined : fields[target]) ?? '';
}
