import type { DescriptorCallName, DescriptorFields } from '../../../shared/host/operations.ts';
import { type Errno, errno } from '../../../shared/wasm/wasi/errno.ts';
import { FOLLOW, fileType, right, timeFlag, writing } from '../../../shared/wasm/wasi/rights.ts';
import { timesOf } from '../../imports/wasi/descriptor-calls.ts';
import { FileEntry, FolderEntry, mayAsk, type Opened } from '../../imports/wasi/entries.ts';
import { atMost, done, err, type Outcome, ok, whole } from '../outcome.ts';
import { DirectoryEntryStream } from './directory-entries.ts';
import { fileInput, fileOutput } from './file-streams.ts';
import {
	codeOf,
	type DescriptorFlags,
	flagsOf,
	hashOf,
	type NewTimestamp,
	newTime,
	type OpenFlags,
	openFlagBits,
	type PathFlags,
	statOf,
	typeName,
	wantedRights,
} from './filesystem-values.ts';
import { Handle, type Handles } from './handles.ts';
import type { OpenEntry, OpenFiles } from './open-files.ts';
import { InputStream, OutputStream } from './streams.ts';

type Answer<Value = void> = Outcome<Value, string>;
type Later<Value = void> = Promise<Answer<Value>>;

/** Longest path, bytes. */
const MAX_PATH = 4096;
/** Read at once at most. bytes */
const MOST_READ = 4 * 1024 * 1024;
const nothing = new Uint8Array(0);

const failure = (error: Errno) => err(codeOf(error));
const outcome = (error: Errno): Answer => (error === errno.success ? done : failure(error));

/** What is wrong with a path before anybody looks for it; null: nothing. */
function wrongPath(path: string): Errno | null {
	if (path.length > MAX_PATH || Buffer.byteLength(path) > MAX_PATH) return errno.nametoolong;
	if (path === '') return errno.noent;
	return path.includes('\0') ? errno.inval : null;
}

/** `wasi:filesystem/types.descriptor`: an open file or folder, asked of the broker as preview 1 asks. */
export class Descriptor extends Handle {
	readonly #handles: Handles;
	readonly #files: OpenFiles;
	readonly #opened: OpenEntry;

	constructor(handles: Handles, files: OpenFiles, opened: OpenEntry) {
		super(handles);
		this.#handles = handles;
		this.#files = files;
		this.#opened = opened.hold();
	}

	protected override released(): void {
		this.#opened.release();
	}

	#file(rights: number): FileEntry | Errno {
		const { entry } = this.#opened;
		if (!(entry instanceof FileEntry)) return errno.isdir;
		return (entry.rights & rights) === rights ? entry : errno.badf;
	}

	#folder(rights: number): FolderEntry | Errno {
		const { entry } = this.#opened;
		if (!(entry instanceof FolderEntry)) return errno.notdir;
		return mayAsk(entry, rights) ? entry : errno.notcapable;
	}

	/** Asks about a path below this folder, once all that waits is written: it may be the path of an open file. */
	async #below<Name extends DescriptorCallName>(
		name: Name,
		rights: number,
		path: string,
		fields: (dir: number) => DescriptorFields<Name>,
	): Promise<Outcome<Uint8Array, string>> {
		const folder = this.#folder(rights);
		if (typeof folder === 'number') return failure(folder);
		const wrong = wrongPath(path);
		if (wrong !== null) return failure(wrong);
		await this.#files.flush();
		const { error, data } = await this.#files.broker.ask(name, fields(folder.handle));
		return error === errno.success ? ok(data) : failure(error);
	}

	readViaStream(offset: bigint): Answer<InputStream> {
		const file = this.#file(right.fdRead);
		const at = whole(offset);
		if (typeof file === 'number') return failure(file);
		if (at === null) return failure(errno.inval);
		return ok(new InputStream(this.#handles, fileInput(this.#files, this.#opened, file, at)));
	}

	writeViaStream(offset: bigint): Answer<OutputStream> {
		const at = whole(offset);
		return at === null ? failure(errno.inval) : this.#outputFrom(at);
	}

	appendViaStream(): Answer<OutputStream> {
		return this.#outputFrom(null);
	}

	#outputFrom(at: number | null): Answer<OutputStream> {
		const file = this.#file(right.fdWrite);
		if (typeof file === 'number') return failure(file);
		return ok(new OutputStream(this.#handles, fileOutput(this.#files, this.#opened, file, at)));
	}

	advise(): Answer {
		const file = this.#file(0);
		return typeof file === 'number' ? failure(errno.badf) : done;
	}

	getFlags(): Answer<DescriptorFlags> {
		return ok(flagsOf(this.#opened.entry.rights));
	}

	getType(): Answer<string> {
		return ok(typeName(this.#opened.entry.type));
	}

	isSameObject(other: Descriptor): boolean {
		const [mine, others] = [this.#opened.entry, other.#opened.entry];
		if (mine === others) return true;
		return mine instanceof FileEntry && others instanceof FileEntry && mine.id === others.id;
	}

	async read(length: bigint, offset: bigint): Later<readonly [Uint8Array, boolean]> {
		const file = this.#file(right.fdRead);
		const at = whole(offset);
		if (typeof file === 'number') return failure(file);
		if (at === null) return failure(errno.inval);
		const most = atMost(length, MOST_READ);
		if (most === 0) return ok([nothing, false]);
		const bytes = await this.#files.read(file, at, most);
		return typeof bytes === 'number' ? failure(bytes) : ok([bytes, bytes.length === 0]);
	}

	async write(bytes: Uint8Array, offset: bigint): Later<bigint> {
		const file = this.#file(right.fdWrite);
		const at = whole(offset);
		if (typeof file === 'number') return failure(file);
		if (at === null) return failure(errno.inval);
		const error = await this.#files.write(file, at, bytes);
		return error === errno.success ? ok(BigInt(bytes.length)) : failure(error);
	}

	sync(): Later {
		return this.#changeFile('sync', right.fdSync, nothing);
	}

	syncData(): Later {
		return this.#changeFile('sync', right.fdDatasync, nothing);
	}

	async setSize(size: bigint): Later {
		if (whole(size) === null) return failure(errno.inval);
		const values = new Uint8Array(8);
		new DataView(values.buffer).setBigUint64(0, size, true);
		return this.#changeFile('size', right.fdFilestatSetSize, values);
	}

	async #changeFile(what: 'sync' | 'size', rights: number, values: Uint8Array): Later {
		const { entry } = this.#opened;
		// A folder has nothing that waits.
		if (what === 'sync' && entry instanceof FolderEntry) return done;
		const file = this.#file(rights);
		if (typeof file === 'number') return failure(file);
		const late = await this.#files.written(file);
		if (late !== errno.success) return failure(late);
		const { error } = await this.#files.broker.ask('change', { handle: file.handle, what, values });
		if (what === 'size') this.#files.forgetAhead(file.id);
		return outcome(error);
	}

	async setTimes(accessed: NewTimestamp, modified: NewTimestamp): Later {
		const { entry } = this.#opened;
		if (!mayAsk(entry, right.fdFilestatSetTimes)) return failure(errno.notcapable);
		const values = newTimes(accessed, modified);
		if (values === null) return failure(errno.inval);
		if (entry instanceof FileEntry) await this.#files.flush(entry.id);
		const { error } = await this.#files.broker.ask('change', { handle: entry.handle, what: 'times', values });
		return outcome(error);
	}

	async #facts(): Promise<Outcome<Uint8Array, string>> {
		const { entry } = this.#opened;
		if ((entry.rights & right.fdFilestatGet) === 0) return failure(errno.notcapable);
		await this.#files.flush(entry instanceof FileEntry ? entry.id : undefined);
		const { error, data } = await this.#files.broker.ask('facts', { handle: entry.handle });
		return error === errno.success ? ok(data) : failure(error);
	}

	#factsAt({ symlinkFollow }: PathFlags, path: string): Promise<Outcome<Uint8Array, string>> {
		const follow = symlinkFollow === true ? FOLLOW : 0;
		return this.#below('pathFacts', right.pathFilestatGet, path, (dir) => ({ dir, path, follow }));
	}

	async stat(): Later<ReturnType<typeof statOf>> {
		return mapped(await this.#facts(), statOf);
	}

	async statAt(flags: PathFlags, path: string): Later<ReturnType<typeof statOf>> {
		return mapped(await this.#factsAt(flags, path), statOf);
	}

	async metadataHash(): Later<ReturnType<typeof hashOf>> {
		return mapped(await this.#facts(), hashOf);
	}

	async metadataHashAt(flags: PathFlags, path: string): Later<ReturnType<typeof hashOf>> {
		return mapped(await this.#factsAt(flags, path), hashOf);
	}

	async setTimesAt(flags: PathFlags, path: string, accessed: NewTimestamp, modified: NewTimestamp): Later {
		const values = newTimes(accessed, modified);
		if (values === null) return failure(errno.inval);
		const follow = flags.symlinkFollow === true ? FOLLOW : 0;
		const fields = (dir: number) => ({ dir, path, follow, values });
		return mapped(await this.#below('pathTimes', right.pathFilestatSetTimes, path, fields), noValue);
	}

	readDirectory(): Answer<DirectoryEntryStream> {
		const folder = this.#folder(right.fdReaddir);
		if (typeof folder === 'number') return failure(folder);
		return ok(new DirectoryEntryStream(this.#handles, this.#files, this.#opened, folder));
	}

	async createDirectoryAt(path: string): Later {
		const rights = right.pathCreateDirectory;
		return mapped(await this.#below('makeFolder', rights, path, (dir) => ({ dir, path })), noValue);
	}

	async removeDirectoryAt(path: string): Later {
		const fields = (dir: number) => ({ dir, path, what: 'folder' }) as const;
		return mapped(await this.#below('remove', right.pathRemoveDirectory, path, fields), noValue);
	}

	async unlinkFileAt(path: string): Later {
		const fields = (dir: number) => ({ dir, path, what: 'file' }) as const;
		return mapped(await this.#below('remove', right.pathUnlinkFile, path, fields), noValue);
	}

	async renameAt(path: string, other: Descriptor, to: string): Later {
		return this.#two('move', right.pathRenameSource, path, right.pathRenameTarget, other, to);
	}

	async linkAt(flags: PathFlags, path: string, other: Descriptor, to: string): Later {
		if (flags.symlinkFollow === true) return failure(errno.inval);
		return this.#two('link', right.pathLinkSource, path, right.pathLinkTarget, other, to);
	}

	async #two(name: 'move' | 'link', mine: number, path: string, others: number, other: Descriptor, to: string): Later {
		const folder = other.#folder(others);
		if (typeof folder === 'number') return failure(folder);
		const wrong = wrongPath(to);
		if (wrong !== null) return failure(wrong);
		const fields = (dir: number) => ({ dir, path, toDir: folder.handle, to });
		return mapped(await this.#below(name, mine, path, fields), noValue);
	}

	async symlinkAt(text: string, path: string): Later {
		const wrong = wrongPath(text);
		if (wrong !== null) return failure(wrong);
		return mapped(await this.#below('symlink', right.pathSymlink, path, (dir) => ({ dir, path, text })), noValue);
	}

	async readlinkAt(path: string): Later<string> {
		const link = await this.#below('readLink', right.pathReadlink, path, (dir) => ({ dir, path }));
		return mapped(link, (data) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(data));
	}

	async openAt(look: PathFlags, path: string, opening: OpenFlags, flags: DescriptorFlags): Later<Descriptor> {
		const bits = openFlagBits(opening);
		const creates = opening.create === true || opening.truncate === true;
		if (opening.directory === true && creates) return failure(errno.inval);
		const folder = this.#folder(right.pathOpen);
		if (typeof folder === 'number') return failure(folder);
		// Not cut to what the folder hands on: who may not write is denied it, and opens nothing for reading instead.
		const rights = wantedRights(flags);
		const changes = opening.directory !== true && (creates || (rights & writing) !== 0);
		const how = (look.symlinkFollow === true ? FOLLOW : 0) | (bits << 8);
		const fields = (dir: number) => ({ dir, path, how, rights, inheriting: folder.inheriting });
		const needed = right.pathOpen | (opening.create === true ? right.pathCreateFile : 0);
		const answer = await this.#below(changes ? 'openWrite' : 'openRead', needed, path, fields);
		if (answer.tag === 'err') return answer;
		const opened = JSON.parse(new TextDecoder().decode(answer.val)) as Opened;
		if (opening.truncate === true) this.#files.forgetAhead(opened.id);
		const entry =
			opened.type === fileType.directory
				? new FolderEntry({ ...opened, flags: 0 }, null)
				: new FileEntry({ ...opened, flags: 0 }, this.#files.broker);
		return ok(new Descriptor(this.#handles, this.#files, this.#files.add(entry)));
	}
}

function newTimes(accessed: NewTimestamp, modified: NewTimestamp): Uint8Array | null {
	const [atime, access] = newTime(accessed, [timeFlag.atime, timeFlag.atimeNow]);
	const [mtime, modify] = newTime(modified, [timeFlag.mtime, timeFlag.mtimeNow]);
	return timesOf(atime, mtime, access | modify);
}

function mapped<Value>(answer: Outcome<Uint8Array, string>, map: (data: Uint8Array) => Value): Answer<Value> {
	return answer.tag === 'ok' ? ok(map(answer.val)) : answer;
}

const noValue = (): void => undefined;
