import { CONTENT_SECURITY_POLICY } from '../../src/shared/face/content-security-policy.ts';

/**
 * The product's policy, and what Vite cannot do without: a script and styles in the page, which bear the nonce, and a
 * socket on 127.0.0.1 that tells of changes. Nothing below `src/` knows of it.
 */
export function developmentPolicy({ port, nonce }: { readonly port: number; readonly nonce: string }): string {
	const more: Readonly<Record<string, string>> = {
		'script-src': `'nonce-${nonce}'`,
		'style-src': `'nonce-${nonce}'`,
		'connect-src': `ws://127.0.0.1:${port}`,
	};
	return CONTENT_SECURITY_POLICY.split('; ')
		.map((directive) => {
			const source = more[directive.split(' ')[0] ?? ''];
			return source === undefined ? directive : `${directive} ${source}`;
		})
		.join('; ');
}
