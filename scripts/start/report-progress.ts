/** Preloaded into Electron's own installer (`node --import`): tells the parent how far a download has come. */
const fetchWhole = globalThis.fetch;

globalThis.fetch = async (...args) => {
	const response = await fetchWhole(...args);
	const { body, status, statusText, headers, ok } = response;
	if (body === null || !ok) return response;
	const totalBytes = Number(headers.get('content-length')) || null;
	let bytes = 0;
	const counted = body.pipeThrough(
		new TransformStream<Uint8Array, Uint8Array>({
			transform(chunk, controller) {
				bytes += chunk.length;
				process.send?.({ bytes, totalBytes });
				controller.enqueue(chunk);
			},
		}),
	);
	return new Response(counted, { status, statusText, headers });
};
