import { assertNever } from '../../shared/assert-never.ts';
import type { HostRequest } from '../../shared/sandbox/frames.ts';

/** What a request is about, as it is recorded. The URL of an HTTP request is known once the request was read. */
export function targetOf(request: HostRequest): string {
	switch (request.op) {
		case 'get_env':
			return request.name;
		case 'read_file':
		case 'write_file':
		case 'list_dir':
			return request.path;
		case 'http':
			return '(not a request)';
		case 'state_get':
		case 'state_set':
			return request.key;
		default:
			return assertNever(request, 'host request');
	}
}
