import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faces, type OpenFace, openFace } from '../support/browser/faces.ts';
import { resourcesDir } from '../support/built.ts';

describe.each(faces)('in the %s face', (name) => {
	let face: OpenFace;

	beforeAll(async () => {
		face = await openFace(name, async (core) => {
			const path = join(resourcesDir, 'plugins/pii-redactor');
			const answer = await core.request('plugins.install', { path });
			if (!answer.ok) throw new Error(answer.error.message);
		});
	});
	afterAll(() => face.close());

	it('a person sees the plugins that are installed', async () => {
		await face.page.getByText('pii-redactor', { exact: true }).first().waitFor();
		await expect.poll(() => face.page.title()).toContain('DataFlare');
	});

	it('the page runs under the strict policy: nothing inline, nothing from elsewhere', async () => {
		const outcome = await face.page.evaluate(async () => {
			// What is evaluated by a debugger itself is exempt from the policy; what a timer runs is not.
			await new Promise((resolve) => setTimeout(resolve, 10));
			const ran = { inline: false, evaluated: false, fetched: false };
			const script = document.createElement('script');
			script.textContent = 'window.__inline = true';
			document.head.append(script);
			ran.inline = '__inline' in window;
			try {
				ran.evaluated = new Function('return true')() as boolean;
			} catch {}
			ran.fetched = await fetch('http://127.0.0.1:9/').then(
				() => true,
				() => false,
			);
			return ran;
		});
		expect(outcome).toEqual({ inline: false, evaluated: false, fetched: false });
	});

	it('the page stays where it is', async () => {
		const before = face.page.url();
		await face.page.evaluate(() => {
			const frame = document.createElement('iframe');
			frame.src = 'http://127.0.0.1:9/';
			document.body.append(frame);
		});
		// Read once: what answers here answers after the frame was put in.
		expect(face.page.url()).toBe(before);
		expect(face.page.context().pages()).toHaveLength(1);
	});

	it('a reload shows the same again', async () => {
		await face.page.reload();
		await face.page.getByText('pii-redactor', { exact: true }).first().waitFor();
	});
});
