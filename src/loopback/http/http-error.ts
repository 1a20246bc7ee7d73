import { DataFlareError, type ErrorCode } from '../../shared/errors/errors.ts';

/** A request that is answered with an HTTP status of its own before the engine hears of it. */
export class HttpError extends DataFlareError {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;

	constructor(
		status: number,
		code: ErrorCode,
		message: string,
		{ hint, headers = {} }: { readonly hint?: string; readonly headers?: Readonly<Record<string, string>> } = {},
	) {
		super(code, message, { hint });
		this.status = status;
		this.headers = headers;
	}
}
