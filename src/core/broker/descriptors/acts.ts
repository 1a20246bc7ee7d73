import type { descriptorCalls } from '../../../shared/host/descriptor-calls.ts';
import type { DescriptorCallName } from '../../../shared/host/operations.ts';
import type { Act } from '../act.ts';
import { list } from './listing.ts';
import { openRead, openWrite } from './open.ts';
import { makeFolder, makeLink, makeSymlink, move, pathFacts, pathTimes, readLink, remove } from './paths.ts';
import { begin } from './preopens.ts';
import { change, close, facts, read, write } from './transfer.ts';
import { toldFailure } from './wasi-failure.ts';

type DescriptorOp = (typeof descriptorCalls)[DescriptorCallName]['op'];

/** Whatever goes wrong is told by WASI's own number as well. */
function told<Op extends DescriptorOp>(act: Act<Op>): Act<Op> {
	return async (request, context, tools, notes) => {
		try {
			return await act(request, context, tools, notes);
		} catch (thrown) {
			throw toldFailure(thrown);
		}
	};
}

/** What is done for WASI guests that ask for files. */
export const descriptorActs: { readonly [Op in DescriptorOp]: Act<Op> } = {
	wasi_begin: told(begin),
	wasi_close: told(close),
	wasi_open_read: told(openRead),
	wasi_open_write: told(openWrite),
	wasi_read: told(read),
	wasi_write: told(write),
	wasi_facts: told(facts),
	wasi_change: told(change),
	wasi_list: told(list),
	wasi_path_facts: told(pathFacts),
	wasi_path_times: told(pathTimes),
	wasi_read_link: told(readLink),
	wasi_make_folder: told(makeFolder),
	wasi_remove: told(remove),
	wasi_move: told(move),
	wasi_link: told(makeLink),
	wasi_symlink: told(makeSymlink),
};
