import type { IncomingMessage, ServerResponse } from 'node:http';
import { DataFlareError } from '../../shared/errors/errors.ts';
import { type Envelope, failed } from '../../shared/errors/result.ts';
import { CONTENT_SECURITY_POLICY } from '../../shared/face/content-security-policy.ts';
import { HttpError } from './http-error.ts';

/** How long the rest of a refused body is taken and thrown away, so that the refusal is heard. ms */
const DRAIN_MS = 2_000;

/** On every answer, refusals included. */
export function setSecurityHeaders(response: ServerResponse): void {
	response.setHeader('content-security-policy', CONTENT_SECURITY_POLICY);
	response.setHeader('x-content-type-options', 'nosniff');
	response.setHeader('referrer-policy', 'no-referrer');
	response.setHeader('cross-origin-resource-policy', 'same-origin');
	response.setHeader('cross-origin-opener-policy', 'same-origin');
	response.setHeader('cache-control', 'no-store');
}

export function sendEnvelope(response: ServerResponse, status: number, envelope: Envelope<unknown>): void {
	sendBody(response, status, bodyOf(envelope));
}

export function bodyOf(envelope: Envelope<unknown>): Buffer {
	return Buffer.from(JSON.stringify(envelope));
}

export function sendBody(response: ServerResponse, status: number, body: Buffer): void {
	response.writeHead(status, { 'content-type': 'application/json', 'content-length': body.length });
	response.end(body);
}

/** Answers with the failure's envelope; what is left of the request's body is not kept. */
export function sendHttpError(request: IncomingMessage, response: ServerResponse, thrown: unknown): void {
	if (response.headersSent || response.destroyed) {
		response.destroy();
		return;
	}
	const status = thrown instanceof HttpError ? thrown.status : thrown instanceof DataFlareError ? 400 : 500;
	if (thrown instanceof HttpError) {
		for (const [name, value] of Object.entries(thrown.headers)) response.setHeader(name, value);
	}
	if (!request.complete) {
		response.setHeader('connection', 'close');
		request.resume();
		const timer = setTimeout(() => request.destroy(), DRAIN_MS);
		request.once('close', () => clearTimeout(timer));
	}
	sendEnvelope(response, status, failed(thrown));
}
