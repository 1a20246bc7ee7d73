import { standalone } from '../../test/support/guests/standalone.ts';

/** A sandbox process in other hands: honest until it is called, then `code` runs, with the call as `frame`. */
export function ownedProcess(code: string): Promise<string> {
	return standalone({
		source: `
			let gen = 0;
			const send = (frame) => port.post({ v: 1, gen, ...frame });
			const fail = (id, details) => send({ t: 'failed', id, error: { code: 'runtime', message: 'm', details },
				ms: 0, memoryBytes: 0, instanceLost: false });
			const ask = (request) => send({ t: 'host', id: 1, request });
			const attack = (frame) => { ${code} };
			port.onClose(() => process.exit());
			port.onMessage((frame) => {
				gen = frame.gen;
				if (frame.t === 'boot') send({ t: 'ready', memoryProof: true, layers: [] });
				if (frame.t === 'load') send({ t: 'loaded', compileMs: 0, initMs: 0, memoryBytes: 0 });
				if (frame.t === 'call') attack(frame);
				if (frame.t === 'stop') { send({ t: 'stopped', cleanup: null, said: null }); setTimeout(() => process.exit(), 20); }
			});`,
	});
}
