import { describe, expect, it, vi } from 'vitest';
import { EventBus } from './event-bus.ts';

const removed = { name: 'x' };

describe('the event bus', () => {
	it('tells everybody who listens to that event, until they stop', () => {
		const bus = new EventBus();
		const heard: string[] = [];
		const stopFirst = bus.on('plugin.removed', ({ name }) => heard.push(`first ${name}`));
		bus.on('plugin.removed', ({ name }) => heard.push(`second ${name}`));
		bus.on('folder.state', () => heard.push('another event'));
		bus.emit('plugin.removed', removed);
		stopFirst();
		stopFirst();
		bus.emit('plugin.removed', removed);
		expect(heard).toEqual(['first x', 'second x', 'second x']);
	});

	it('goes on after a listener that throws, and says so', () => {
		const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
		const bus = new EventBus();
		const heard: string[] = [];
		bus.on('plugin.removed', () => {
			throw new Error('slip');
		});
		bus.on('plugin.removed', ({ name }) => heard.push(name));
		bus.emit('plugin.removed', removed);
		expect(heard).toEqual(['x']);
		expect(warned).toHaveBeenCalledWith(expect.stringContaining('plugin.removed failed: Error: slip'));
		warned.mockRestore();
	});

	it('lets a listener stop, or add another, while it is being told', () => {
		const bus = new EventBus();
		const heard: string[] = [];
		const stop = bus.on('plugin.removed', () => {
			heard.push('once');
			stop();
		});
		bus.on('plugin.removed', () => heard.push('always'));
		bus.emit('plugin.removed', removed);
		bus.emit('plugin.removed', removed);
		expect(heard).toEqual(['once', 'always', 'always']);
	});
});
