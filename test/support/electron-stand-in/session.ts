import { EventEmitter } from 'node:events';

type Handler = (request: Request) => Promise<Response>;
type RequestFilter = (
	details: { readonly url: string },
	decide: (decision: { readonly cancel: boolean }) => void,
) => void;

let handler: Handler = async () => new Response('nothing is served', { status: 404 });
let filter: RequestFilter = (_details, decide) => decide({ cancel: false });

export const protocol = {
	registerSchemesAsPrivileged(): void {},
	handle(_scheme: 'app', serve: Handler): void {
		handler = serve;
	},
};

export const session = {
	defaultSession: Object.assign(new EventEmitter(), {
		setPermissionRequestHandler(): void {},
		setPermissionCheckHandler(): void {},
		setDevicePermissionHandler(): void {},
		webRequest: {
			onBeforeRequest(listener: RequestFilter): void {
				filter = listener;
			},
		},
	}),
};

export function serve(url: string): Promise<Response> {
	return handler(new Request(url));
}

export function isAllowed(url: string): boolean {
	let allowed = true;
	filter({ url }, ({ cancel }) => {
		allowed = !cancel;
	});
	return allowed;
}
