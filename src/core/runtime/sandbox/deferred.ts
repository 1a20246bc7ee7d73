/** A promise that is settled from outside; a rejection that nobody waits for is not an unhandled one. */
export class Deferred<T> {
	readonly promise: Promise<T>;
	readonly resolve: (value: T) => void;
	readonly reject: (error: Error) => void;

	constructor() {
		const { promise, resolve, reject } = Promise.withResolvers<T>();
		promise.catch(() => undefined);
		this.promise = promise;
		this.resolve = resolve;
		this.reject = reject;
	}
}
