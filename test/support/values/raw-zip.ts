import { createHash } from 'node:crypto';
import { crc32, deflateRawSync } from 'node:zlib';

/** One file of an archive that is written field by field, so that it may say what no tool would write. */
export interface RawEntry {
	readonly name: string | Buffer;
	readonly content?: string | Buffer;
	/** Upper half of the external attributes; default: a regular file. */
	readonly mode?: number;
	/** Default: 8 (deflate). */
	readonly method?: number;
	/** What its own header calls it; default: the same. */
	readonly localName?: string;
	/** What the table of contents says that it becomes, bytes. */
	readonly size?: number;
	/** Extra fields in the table of contents. */
	readonly extra?: Buffer;
	/** Default: UTF-8 names. */
	readonly flags?: number;
	/** Where the table of contents says that it begins. */
	readonly at?: number;
}

/** A ZIP archive (PKWARE APPNOTE.TXT 4.3) of these entries. */
export function rawZip(entries: readonly RawEntry[]): Buffer {
	const parts: Buffer[] = [];
	const table: Buffer[] = [];
	let offset = 0;
	for (const entry of entries) {
		const { content = '', mode = 0o100_644, method = 8, flags = 0x0800 } = entry;
		const plain = Buffer.from(content);
		const packed = method === 8 ? deflateRawSync(plain) : plain;
		const name = Buffer.from(entry.name);
		const ownName = Buffer.from(entry.localName ?? entry.name);
		const size = entry.size ?? plain.length;
		const facts = Buffer.alloc(26);
		facts.writeUInt16LE(20, 0);
		facts.writeUInt16LE(flags, 2);
		facts.writeUInt16LE(method, 4);
		facts.writeUInt16LE(33, 8);
		facts.writeUInt32LE(crc32(plain), 10);
		facts.writeUInt32LE(packed.length, 14);
		facts.writeUInt32LE(size, 18);
		facts.writeUInt16LE(name.length, 22);
		const own = Buffer.from(facts);
		const { extra = Buffer.alloc(0) } = entry;
		facts.writeUInt16LE(extra.length, 24);
		own.writeUInt16LE(ownName.length, 22);
		const ends = Buffer.alloc(14);
		ends.writeUInt32LE((mode << 16) >>> 0, 6);
		ends.writeUInt32LE(entry.at ?? offset, 10);
		parts.push(Buffer.from('PK\x03\x04'), own, ownName, packed);
		table.push(Buffer.from('PK\x01\x02'), Buffer.from([20, 3]), facts, ends, name, extra);
		offset += 30 + ownName.length + packed.length;
	}
	const contents = Buffer.concat(table);
	const end = Buffer.alloc(22);
	end.write('PK\x05\x06', 'latin1');
	end.writeUInt16LE(entries.length, 8);
	end.writeUInt16LE(entries.length, 10);
	end.writeUInt32LE(contents.length, 12);
	end.writeUInt32LE(offset, 16);
	return Buffer.concat([...parts, contents, end]);
}

/** The same with a list of hashes that fits. */
export function rawPackage(entries: readonly RawEntry[]): Buffer {
	const files = entries.filter(({ name }) => !String(name).endsWith('/'));
	const list = files.map(
		({ name, content = '' }) => `${createHash('sha256').update(content).digest('hex')}  ${name}\n`,
	);
	return rawZip([{ name: 'SHA256SUMS', content: list.sort().join('') }, ...entries]);
}
